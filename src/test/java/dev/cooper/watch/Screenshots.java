package dev.cooper.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.openqa.selenium.WebElement;

/** {@code make screenshots}: pictures for docs/ of a real run. */
public final class Screenshots {
    private static final Path PICTURES = Path.of("docs", "pictures");
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(22);

    private Screenshots() {}

    public static void main(String... arguments) throws IOException {
        try (Showcase showcase = Showcase.start("screenshots");
                Prometheus prometheus = Prometheus.scraping(Path.of("target", "prometheus"), showcase.metrics());
                Browser browser = Browser.start()) {
            Instant from = Instant.now();
            showcase.populate();
            for (int round = 1; round <= ROUNDS; round++) {
                live(showcase, round);
            }
            showcase.preview();
            dashboard(browser, Dashboard.shipped().answered(prometheus, from, Instant.now()));
            statusPage(browser, showcase);
        }
    }

    private static void live(Showcase showcase, int round) {
        Instant end = Instant.now().plus(ROUND);
        showcase.fill(round);
        if (round % 2 == 0) {
            showcase.drift();
        }
        showcase.look("shop", List.of("receipts", "invoices", "carts"));
        Awaitility.await().atMost(ROUND.multipliedBy(2)).until(() -> Instant.now()
                .isAfter(end));
    }

    private static void dashboard(Browser browser, JsonNode answered) throws IOException {
        String page = read("/dashboard/page.html")
                .replace("/*UPLOT_CSS*/", read(UPLOT + "uPlot.min.css"))
                .replace("/*UPLOT_JS*/", read(UPLOT + "uPlot.iife.min.js"))
                .replace("/*DRAW_JS*/", read("/dashboard/draw.js"))
                .replace("/*DASHBOARD*/", answered.toString().replace("</", "<\\/"));
        Path file = Files.writeString(Path.of("target", "dashboard.html"), page);
        browser.looking(1500, 900, false).open(file.toUri().toString());
        browser.await("#board section");
        browser.screenshot(PICTURES.resolve("dashboard.png"), 1500, false);
    }

    private static String read(String resource) throws IOException {
        try (InputStream content = Screenshots.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(content, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void statusPage(Browser browser, Showcase showcase) throws IOException {
        browser.looking(1280, 800, false).open(showcase.statusPage());
        browser.await("#token");
        browser.screenshot(PICTURES.resolve("status-page-sign-in.png"), 1280, false);
        WebElement token = browser.await("#token");
        token.sendKeys(showcase.token("cluster-admin", "cooper-system"));
        token.submit();
        browser.await("#buckets tbody tr");
        browser.await("#buckets details summary").click();
        browser.screenshot(PICTURES.resolve("status-page.png"), 1280, false);
        browser.looking(1280, 800, true).screenshot(PICTURES.resolve("status-page-dark.png"), 1280, true);
        browser.looking(390, 844, true).screenshot(PICTURES.resolve("status-page-phone.png"), 390, true);
    }
}
