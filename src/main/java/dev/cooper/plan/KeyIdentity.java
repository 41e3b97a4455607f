package dev.cooper.plan;

/** Why a key cannot be granted anything by itself. */
final class KeyIdentity {
    static final String NONE =
            "the keys that this store issues sign in as the user that Cooper itself is, so that a grant"
                    + " cannot tell them apart: say userID, accountID or roleArn of whoever shall have access";

    private KeyIdentity() {}
}
