package dev.cooper.faults;

import dev.cooper.faults.Strikes.Done;
import java.util.List;

/** A workload's undisturbed run: what was written, and what it came to. */
record Reference(Workload workload, List<Done> done, EndState end) {
    List<Write> writes() {
        return done.stream().map(Done::write).toList();
    }
}
