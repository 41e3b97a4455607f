package dev.cooper.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The crash plans' part of the report: how many plans each workload has, and how many ended as they must. */
final class CrashReport {
    private CrashReport() {}

    /** A plan that ended as it must. */
    record Result(Plan plan, int orphans) {}

    static List<String> of(List<Result> passed, int plans) {
        List<String> lines = new ArrayList<>();
        lines.add("## Crashes, errors and lost answers");
        lines.add("");
        lines.add("%d of %d plans ended as the undisturbed run.".formatted(passed.size(), plans));
        lines.add("");
        lines.add("| Workload | Writes | " + faults(Fault::toString) + " |");
        lines.add("|---|--:|" + faults(_ -> "--:") + "|");
        for (Workload workload : Workload.ALL) {
            List<Result> own = passed.stream()
                    .filter(result -> result.plan().workload().equals(workload))
                    .toList();
            long writes =
                    own.stream().map(result -> result.plan().write()).distinct().count();
            lines.add("| %s | %d | %s |"
                    .formatted(
                            workload,
                            writes,
                            faults(fault -> String.valueOf(own.stream()
                                    .filter(result -> result.plan().fault() == fault)
                                    .count()))));
        }
        lines.add("");
        lines.add("In %d plans, where a key was issued by OS-EC2 and its answer never arrived in a Secret, one key more"
                        .formatted(passed.stream()
                                .filter(result -> result.orphans() > 0)
                                .count())
                + " than in the undisturbed run stayed on the store, and a Warning event `KeyMayBeOrphaned` told so.");
        return lines;
    }

    private static String faults(Function<Fault, String> cell) {
        return Arrays.stream(Fault.values()).map(cell).collect(Collectors.joining(" | "));
    }
}
