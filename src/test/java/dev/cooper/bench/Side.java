package dev.cooper.bench;

/** One of the two that are compared: what the bench itself does to have a Bucket become Ready. */
interface Side {
    int FIRST_DAYS = 7;
    int CHANGED_DAYS = 8;

    /** A new Bucket with a lifecycle rule. */
    void create(String name);

    /** Another number of days in the rule. */
    void change(String name);

    /** A look at a bucket that is as it should be. */
    void check(String name);
}
