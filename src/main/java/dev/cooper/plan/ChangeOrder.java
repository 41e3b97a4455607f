package dev.cooper.plan;

import dev.cooper.api.CannedAcl;

/**
 * When a change is applied, beside others that came in the order of the features. Access is closed before it is opened,
 * so that no old ACL or policy comes to life between two changes, and so that what fails leaves the bucket rather too closed than
 * too open. A block is lifted before what it would refuse.
 */
enum ChangeOrder {
    /** Changes nobody's access. */
    SETTING,
    /** Blocks more than before, and lifts nothing. */
    BLOCKING,
    /** Leaves nothing in place that lets everyone in. */
    CLOSING,
    /** Lifts a block, once nothing of old is behind it. */
    LIFTING,
    /** Lets everyone in. */
    OPENING;

    static ChangeOrder of(Change change) {
        return switch (change) {
            case Change.SetPublicAccessBlock block -> block.opens() ? LIFTING : BLOCKING;
            case Change.SetCannedAcl acl -> acl.acl() == CannedAcl.PRIVATE ? CLOSING : OPENING;
            case Change.SetGrants acl -> acl.grants().stream().anyMatch(AclState.Grant::isPublic) ? OPENING : CLOSING;
            case Change.SetPolicy policy ->
                PolicyGrammar.publicElement(policy.path(), policy.document()) == null ? CLOSING : OPENING;
            case Change.RemovePolicy _ -> CLOSING;
            default -> SETTING;
        };
    }
}
