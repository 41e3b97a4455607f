package dev.cooper.bench;

/** How many requests a server has answered. */
record Calls(long reads, long writes) {
    static final Calls NONE = new Calls(0, 0);

    long all() {
        return reads + writes;
    }

    Calls minus(Calls before) {
        return new Calls(reads - before.reads, writes - before.writes);
    }

    Calls and(boolean write) {
        return write ? new Calls(reads, writes + 1) : new Calls(reads + 1, writes);
    }
}
