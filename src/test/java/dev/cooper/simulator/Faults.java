package dev.cooper.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The fault rules in force. The first that matches a request strikes it. */
final class Faults {
    private final Random random;
    private List<Active> active = new ArrayList<>();

    /** @param seed makes the rules with a probability repeatable */
    Faults(long seed) {
        this.random = new Random(seed);
    }

    private static final class Active {
        private final FaultRule rule;
        private @Nullable Integer left;

        Active(FaultRule rule) {
            this.rule = rule;
            this.left = rule.times();
        }

        boolean isSpent() {
            return left != null && left == 0;
        }

        void spend() {
            if (left != null) {
                left--;
            }
        }
    }

    synchronized void replace(List<FaultRule> rules) {
        active = new ArrayList<>(rules.stream().map(Active::new).toList());
    }

    synchronized void add(FaultRule rule) {
        active.add(new Active(rule));
    }

    synchronized void clear() {
        active.clear();
    }

    synchronized Optional<FaultRule> strike(Recorder.Subject subject) {
        for (Active candidate : active) {
            boolean hits = !candidate.isSpent()
                    && candidate.rule.matches(subject)
                    && random.nextDouble() < candidate.rule.probability();
            if (hits) {
                candidate.spend();
                return Optional.of(candidate.rule);
            }
        }
        return Optional.empty();
    }
}
