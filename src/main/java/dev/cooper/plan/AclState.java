package dev.cooper.plan;

import dev.cooper.api.GranteeGroup;
import dev.cooper.api.Permission;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ACL of a bucket.
 *
 * @param owner canonical id of the bucket's owner
 * @param grants all grants, with S3's names of permissions
 */
public record AclState(String owner, Set<Grant> grants) implements FeatureState {

    /** Who holds a permission. */
    public sealed interface Grantee {
        /** A user, by canonical id. */
        record User(String id) implements Grantee {
            @Override
            public String toString() {
                return id;
            }
        }

        /** A predefined group. */
        record Group(GranteeGroup group) implements Grantee {
            @Override
            public String toString() {
                return group.name();
            }
        }

        /** Anyone else that a store may list, for example by e-mail address or by an unknown URI. */
        record Other(String description) implements Grantee {
            @Override
            public String toString() {
                return description;
            }
        }
    }

    /** One permission of one grantee. */
    public record Grant(Grantee grantee, Permission permission) {

        /** Whether it is for people whom nobody named. */
        boolean isPublic() {
            return grantee instanceof Grantee.Group(GranteeGroup group) && group != GranteeGroup.LogDelivery;
        }

        @Override
        public String toString() {
            return grantee + " " + permission;
        }
    }

    /**
     * What the grants beside the owner's mean: FULL_CONTROL is the four others together, and a permission said twice
     * is said once.
     */
    static Set<Grant> meaning(String owner, Set<Grant> grants) {
        return ofOthers(owner, grants).stream().flatMap(AclState::spelledOut).collect(Collectors.toUnmodifiableSet());
    }

    /** The grants beside the owner's. */
    static Set<Grant> ofOthers(String owner, Set<Grant> grants) {
        return grants.stream()
                .filter(grant -> !grant.grantee().equals(new Grantee.User(owner)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Grants that add nothing as long as their grantee has FULL_CONTROL too, and would outlive it. */
    static Set<Grant> behindFullControl(String owner, Set<Grant> grants) {
        return ofOthers(owner, grants).stream()
                .filter(grant -> grant.permission() != Permission.FULL_CONTROL
                        && grants.contains(new Grant(grant.grantee(), Permission.FULL_CONTROL)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Grant> spelledOut(Grant grant) {
        return grant.permission() == Permission.FULL_CONTROL
                ? EnumSet.of(Permission.READ, Permission.WRITE, Permission.READ_ACP, Permission.WRITE_ACP).stream()
                        .map(permission -> new Grant(grant.grantee(), permission))
                : Stream.of(grant);
    }
}
