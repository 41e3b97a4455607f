package dev.cooper.simulator;

/** Whom an ACL names. */
public sealed interface Grantee {
    String ALL_USERS_URI = "http://acs.amazonaws.com/groups/global/AllUsers";
    String AUTHENTICATED_USERS_URI = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

    record User(String id) implements Grantee {}

    record AllUsers() implements Grantee {}

    /** All IAM users: comes only from the canned ACL authenticated-read, a grant may not name it. */
    record AuthenticatedUsers() implements Grantee {}

    static Grantee user(String id) {
        return new User(id);
    }

    static Grantee allUsers() {
        return new AllUsers();
    }
}
