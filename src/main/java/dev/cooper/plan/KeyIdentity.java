package dev.cooper.plan;

/** Who signs in with the key of an AccessKey, as far as policies can tell. */
public sealed interface KeyIdentity {

    /** A user of the key's own. */
    record OwnUser(String arn) implements KeyIdentity {}

    /** Nobody whom a grant could name; why completes a sentence that begins with the AccessKey's name. */
    record Nobody(String why) implements KeyIdentity {}

    /** No key has been issued yet. */
    KeyIdentity NOT_YET = new Nobody("has no key yet; it is granted once it has one");

    /** A key of a source that knows no users of their own. */
    KeyIdentity COOPERS = new Nobody("signs in as the user that Cooper itself is, or by a session, so that a grant"
            + " cannot tell it apart: use source iamUser where the store has it, or say userID, accountID or roleArn of"
            + " whoever shall have access");

    /** There is no AccessKey of that name. */
    KeyIdentity MISSING = new Nobody("is not there: create it in this namespace");

    static KeyIdentity ofStore(String store) {
        return new Nobody("is a key of ObjectStore %s, which is not that of the bucket".formatted(store));
    }
}
