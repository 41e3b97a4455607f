package dev.cooper.plan;

import dev.cooper.api.GrantSpec;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.GranteeSpec;
import dev.cooper.api.Permission;
import dev.cooper.api.PolicyGrant;
import dev.cooper.api.PolicyGrantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the grants of a BucketPolicy as grants of an ACL.
 *
 * <p>Source: KakaoCloud's S3 page, PutBucketAcl, for its roles; Amazon S3 User Guide, "Access control list (ACL)
 * overview", for what a bucket's ACL reaches elsewhere.
 */
final class GrantAcl {
    private final Profile profile;
    private final List<Refusal> refusals;

    GrantAcl(Profile profile, List<Refusal> refusals) {
        this.profile = profile;
        this.refusals = refusals;
    }

    List<GrantSpec> of(List<PolicyGrant> grants) {
        List<GrantSpec> acl = new ArrayList<>();
        for (int i = 0; i < grants.size(); i++) {
            String path = "spec.grants[%d]".formatted(i);
            PolicyGrant grant = grants.get(i);
            requireExpressible(path, grant);
            grantee(path + ".to", grant.to()).ifPresent(grantee -> permissions(grant.access())
                    .forEach(permission -> acl.add(new GrantSpec(grantee, permission))));
        }
        return acl.stream().distinct().toList();
    }

    private void requireExpressible(String path, PolicyGrant grant) {
        if (grant.prefix() != null) {
            refuse(path + ".prefix", "an ACL is about the whole bucket: remove the prefix, or use a bucket of its own");
        }
        if (grant.conditions() != null && !grant.conditions().demandsNothing()) {
            refuse(path + ".conditions", "an ACL knows no conditions: remove them");
        }
        if (grant.access().reads() && !profile.acl().reachesObjects()) {
            refuse(
                    path + ".access",
                    "READ in the ACL of a bucket lists its objects and gets none of them, so that %s cannot be granted"
                                    .formatted(grant.access())
                            + " on this store");
        }
    }

    private static List<Permission> permissions(PolicyGrant.Access access) {
        return switch (access) {
            case Read -> List.of(Permission.READ);
            case Write -> List.of(Permission.WRITE);
            case ReadWrite -> List.of(Permission.READ, Permission.WRITE);
            case ReadPolicy -> List.of(Permission.READ_ACP);
            case WritePolicy -> List.of(Permission.WRITE_ACP);
            case Admin -> List.of(Permission.FULL_CONTROL);
        };
    }

    private Optional<GranteeSpec> grantee(String path, PolicyGrantee to) {
        if (to.everyone() != null) {
            return group(path + ".everyone", GranteeGroup.AllUsers);
        }
        if (to.authenticatedUsers() != null) {
            return group(path + ".authenticatedUsers", GranteeGroup.AuthenticatedUsers);
        }
        if (to.userID() != null) {
            if (profile.acl().acceptsId(to.userID())) {
                return Optional.of(new GranteeSpec(to.userID(), null));
            }
            refusals.add(Refusal.invalid(
                    path + ".userID",
                    "\"%s\" is no user id of this store; expected %s"
                            .formatted(to.userID(), profile.acl().idDescription())));
            return Optional.empty();
        }
        if (to.accessKeyRef() != null) {
            refuse(
                    path + ".accessKeyRef",
                    "the keys that this store issues sign in as the user that Cooper itself is, so that a grant cannot"
                            + " tell them apart: say userID of whoever shall have access");
        } else {
            refuse(
                    path + (to.accountID() != null ? ".accountID" : ".roleArn"),
                    "an ACL of this store names users and groups only: say userID");
        }
        return Optional.empty();
    }

    private Optional<GranteeSpec> group(String path, GranteeGroup group) {
        if (!profile.acl().groups().contains(group)) {
            refuse(
                    path,
                    "this store cannot grant to %s; it can to %s"
                            .formatted(
                                    group,
                                    profile.acl().groups().stream().sorted().toList()));
            return Optional.empty();
        }
        return Optional.of(new GranteeSpec(null, group));
    }

    private void refuse(String path, String message) {
        refusals.add(Refusal.unsupported(path, message));
    }
}
