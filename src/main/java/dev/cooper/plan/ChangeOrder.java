package dev.cooper.plan;

import dev.cooper.api.CannedAcl;
import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;

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
    /** Makes ACLs count, so that they can be written; what blocks the public ones among them is in force. */
    ENABLING_ACLS,
    /** Leaves nothing in place that lets everyone in. */
    CLOSING,
    /** Lifts a block, once nothing of old is behind it. */
    LIFTING,
    /** Lets people in. */
    OPENING;

    static ChangeOrder of(Change change) {
        return switch (change) {
            case Change.SetPublicAccessBlock block -> block.opens() ? LIFTING : BLOCKING;
            case Change.SetCannedAcl acl -> acl.acl() == CannedAcl.PRIVATE ? CLOSING : OPENING;
            case Change.SetGrants acl -> acl.grants().stream().anyMatch(AclState.Grant::isPublic) ? OPENING : CLOSING;
            // what only allows named people is public to some stores, and so behind what they block
            case Change.SetPolicy policy -> PolicyGrammar.allows(policy.path(), policy.document()) ? OPENING : CLOSING;
            // ACLs are turned off only once they grant nothing; the order of the features puts this behind the ACL
            case Change.SetOwnershipControls ownership ->
                ownership.desired() == ObjectOwnership.BucketOwnerEnforced ? CLOSING : ENABLING_ACLS;
            case Change.RemovePolicy _ -> CLOSING;
            default -> SETTING;
        };
    }
}
