package dev.cooper.faults;

/** Whom the operator talks to. */
enum Side {
    API("API server"),
    S3("S3"),
    KEYSTONE("Keystone");

    private final String words;

    Side(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
