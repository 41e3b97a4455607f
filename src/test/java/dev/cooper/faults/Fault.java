package dev.cooper.faults;

/** What may befall a write. */
enum Fault {
    KILL_BEFORE("kill -9 before it"),
    KILL_AFTER_COMMIT("kill -9 once it is done, before the answer"),
    KILL_AFTER_ANSWER("kill -9 after the answer"),
    /** A store's client repeats by itself what ends in a 503, so a store answers so twice. */
    ERROR("503, not done"),
    /** Of the API server only. */
    CONFLICT("409, not done"),
    LOST_ANSWER("done, the answer lost");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    boolean kills() {
        return this == KILL_BEFORE || this == KILL_AFTER_COMMIT || this == KILL_AFTER_ANSWER;
    }

    boolean losesAnswer() {
        return this == LOST_ANSWER || this == KILL_AFTER_COMMIT;
    }

    boolean befalls(Side side) {
        return this != CONFLICT || side == Side.API;
    }

    @Override
    public String toString() {
        return words;
    }
}
