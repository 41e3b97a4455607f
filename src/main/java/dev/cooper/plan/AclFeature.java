package dev.cooper.plan;

import dev.cooper.api.AclSpec;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.CannedAcl;
import dev.cooper.api.GrantSpec;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.GranteeSpec;
import dev.cooper.api.Permission;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** spec.acl: a canned ACL, or a list of grants beside the owner's FULL_CONTROL. */
public enum AclFeature implements BucketFeature<AclState> {
    INSTANCE;

    @Override
    public String key() {
        return "acl";
    }

    @Override
    public @Nullable AclSpec section(BucketSpec spec) {
        return spec.acl();
    }

    @Override
    public @Nullable AclSpec declaration(AclState observed) {
        Set<Grant> others = AclState.ofOthers(observed.owner(), observed.grants());
        if (others.isEmpty()) {
            return null;
        }
        Set<Grant> meaning = AclState.meaning(observed.owner(), others);
        for (CannedAcl canned : CannedAcl.values()) {
            if (grantsOf(canned).equals(meaning)) {
                return new AclSpec(canned, null);
            }
        }
        return new AclSpec(null, specsOf(others));
    }

    static List<GrantSpec> specsOf(Set<Grant> grants) {
        return grants.stream()
                .sorted(Comparator.comparing(Grant::toString))
                .map(grant -> new GrantSpec(specOf(grant.grantee()), grant.permission()))
                .toList();
    }

    private static GranteeSpec specOf(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Group(GranteeGroup group) -> new GranteeSpec(null, group);
            case Grantee.User(String id) -> new GranteeSpec(id, null);
            case Grantee.Other(String description) -> new GranteeSpec(description, null);
        };
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        AclSpec acl = declared(spec);
        List<Refusal> refusals = new ArrayList<>();
        CannedAcl canned = acl.canned();
        if (canned != null && !profile.acl().canned().contains(canned)) {
            refusals.add(Refusal.unsupported(
                    "spec.acl.canned",
                    "this store has no canned ACL %s; it has %s"
                            .formatted(
                                    canned.header(),
                                    profile.acl().canned().stream()
                                            .map(CannedAcl::header)
                                            .toList())));
        }
        List<GrantSpec> grants = grants(acl);
        for (int i = 0; i < grants.size(); i++) {
            GranteeSpec grantee = grants.get(i).grantee();
            String path = "spec.acl.grants[%d].grantee".formatted(i);
            if (grantee.group() != null && !profile.acl().groups().contains(grantee.group())) {
                refusals.add(Refusal.unsupported(
                        path + ".group",
                        "this store cannot grant to %s; it can to %s"
                                .formatted(grantee.group(), profile.acl().groups())));
            }
            if (grantee.id() != null && !profile.acl().acceptsId(grantee.id())) {
                refusals.add(Refusal.invalid(
                        path + ".id",
                        "\"%s\" is no user id of this store; expected %s"
                                .formatted(grantee.id(), profile.acl().idDescription())));
            }
        }
        return refusals;
    }

    /** Whether the ACL grants something to anybody beside the owner. */
    static boolean grantsToOthers(BucketSpec spec) {
        AclSpec acl = spec.acl();
        return acl != null
                && (acl.canned() != null
                        ? acl.canned() != CannedAcl.PRIVATE
                        : !grants(acl).isEmpty());
    }

    /** The field that would open the bucket to people whom nobody named, or null. */
    static @Nullable String publicField(BucketSpec spec) {
        AclSpec acl = spec.acl();
        if (acl == null) {
            return null;
        }
        if (acl.canned() != null && acl.canned() != CannedAcl.PRIVATE) {
            return "spec.acl.canned";
        }
        List<GrantSpec> grants = grants(acl);
        for (int i = 0; i < grants.size(); i++) {
            GranteeGroup group = grants.get(i).grantee().group();
            if (group == GranteeGroup.AllUsers || group == GranteeGroup.AuthenticatedUsers) {
                return "spec.acl.grants[%d].grantee.group".formatted(i);
            }
        }
        return null;
    }

    /**
     * A canned ACL replaces all there is; for grants the owner must be read first, since the list restates it. A new
     * bucket mostly is private already, and AWS, where ACLs are turned off for it, takes not even that one.
     */
    @Override
    public Optional<AclState> initial(BucketSpec spec) {
        return grantsToOthers(spec) && declared(spec).canned() != null
                ? Optional.of(new AclState("", Set.of(UNREAD)))
                : Optional.empty();
    }

    private static final Grant UNREAD = new Grant(new Grantee.Other("not read yet"), Permission.FULL_CONTROL);

    @Override
    public List<Change> diff(BucketSpec spec, AclState observed) {
        return diff(declared(spec), observed);
    }

    static List<Change> diff(AclSpec acl, AclState observed) {
        Set<Grant> desired = desired(acl);
        Set<Grant> there = AclState.meaning(observed.owner(), observed.grants());
        if (AclState.meaning(observed.owner(), desired).equals(there)
                && desired.containsAll(AclState.behindFullControl(observed.owner(), observed.grants()))) {
            return List.of();
        }
        return List.of(
                acl.canned() != null
                        ? new Change.SetCannedAcl(acl.canned())
                        : new Change.SetGrants(observed.owner(), AclState.ofOthers(observed.owner(), desired)));
    }

    /** The grants that a section asks for, beside the owner's. */
    static Set<Grant> desired(AclSpec acl) {
        return acl.canned() != null ? grantsOf(acl.canned()) : grantsOf(grants(acl));
    }

    private static Set<Grant> grantsOf(CannedAcl canned) {
        return switch (canned) {
            case PRIVATE -> Set.of();
            case PUBLIC_READ -> toGroup(GranteeGroup.AllUsers, EnumSet.of(Permission.READ));
            case PUBLIC_READ_WRITE -> toGroup(GranteeGroup.AllUsers, EnumSet.of(Permission.READ, Permission.WRITE));
            case AUTHENTICATED_READ -> toGroup(GranteeGroup.AuthenticatedUsers, EnumSet.of(Permission.READ));
        };
    }

    private static Set<Grant> toGroup(GranteeGroup group, Set<Permission> permissions) {
        return permissions.stream()
                .map(permission -> new Grant(new Grantee.Group(group), permission))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Set<Grant> grantsOf(List<GrantSpec> grants) {
        return grants.stream()
                .map(grant ->
                        new Grant(granteeOf(grant.grantee()), grant.permission().canonical()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Grantee granteeOf(GranteeSpec spec) {
        return spec.group() != null
                ? new Grantee.Group(spec.group())
                : new Grantee.User(Objects.requireNonNull(spec.id()));
    }

    private static List<GrantSpec> grants(AclSpec acl) {
        return acl.grants() == null ? List.of() : acl.grants();
    }

    private static AclSpec declared(BucketSpec spec) {
        return Objects.requireNonNull(spec.acl());
    }
}
