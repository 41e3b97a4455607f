package dev.cooper.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Draws the times of both sides. */
final class Plot {
    private Plot() {}

    /** Returns false on a machine that has no fonts to draw with. */
    static boolean write(Figures figures, Path file) throws IOException {
        List<Comparison> measured = Comparison.ALL.stream()
                .filter(comparison -> comparison.measuredIn(figures))
                .toList();
        try {
            CategoryChart chart = new CategoryChartBuilder()
                    .width(900)
                    .height(420)
                    .title("Seconds from the first apply to the last Ready")
                    .yAxisTitle("s")
                    .build();
            List<String> labels = measured.stream().map(Comparison::label).toList();
            chart.addSeries(
                    "raw clients",
                    labels,
                    medians(figures, measured.stream().map(Comparison::floor).toList()));
            chart.addSeries(
                    "Cooper",
                    labels,
                    medians(figures, measured.stream().map(Comparison::cooper).toList()));
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
            return true;
        } catch (InternalError | NoClassDefFoundError e) {
            System.out.println("no plot, since Java finds no fonts here: " + e.getMessage());
            return false;
        }
    }

    private static List<Double> medians(Figures figures, List<String> names) {
        return names.stream().map(name -> figures.median(name).orElseThrow()).toList();
    }
}
