package dev.cooper.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One fault at one write of a workload.
 *
 * @param number stays the same as long as the operator writes the same
 */
record Plan(int number, Reference reference, Write write, Fault fault) {

    /** Each fault at each write of each workload. */
    static List<Plan> all(List<Reference> references) {
        List<Plan> plans = new ArrayList<>();
        for (Reference reference : references) {
            for (Write write : inOrder(reference.writes())) {
                for (Fault fault : Fault.values()) {
                    if (fault.befalls(write.side())) {
                        plans.add(new Plan(plans.size() + 1, reference, write, fault));
                    }
                }
            }
        }
        return plans;
    }

    /** As they came, but events, which are written beside the rest, last and by name. */
    private static List<Write> inOrder(List<Write> writes) {
        return writes.stream()
                .sorted(Comparator.comparing(Write::isEvent)
                        .thenComparing(write -> write.isEvent() ? write.toString() : ""))
                .toList();
    }

    Workload workload() {
        return reference.workload();
    }

    @Override
    public String toString() {
        return "%d. %s – %s – %s".formatted(number, workload(), write, fault);
    }
}
