package dev.cooper.plan;

import dev.cooper.api.LifecycleRule;
import dev.cooper.api.LifecycleRule.Expiration;
import dev.cooper.api.LifecycleRule.Filter;
import dev.cooper.api.Permission;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.Planner.Observed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says an observation in other words that mean the same, as stores do. */
final class Respelling {
    private static final Set<Permission> FOUR =
            Set.of(Permission.READ, Permission.WRITE, Permission.READ_ACP, Permission.WRITE_ACP);

    private final Random random;

    Respelling(long seed) {
        this.random = new Random(seed);
    }

    Observed of(Observed observed) {
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        observed.states().forEach((feature, state) -> states.put(feature, of(state)));
        return new Observed(states);
    }

    private FeatureState of(FeatureState state) {
        return switch (state) {
            case AclState acl -> of(acl);
            case LifecycleState(var rules) ->
                new LifecycleState(shuffled(rules.stream().map(this::of).toList()));
            case EncryptionState encryption -> encryption;
            case LoggingState logging -> logging;
            case PolicyState(var document) ->
                new PolicyState(document == null ? null : Policies.respelled(document, random));
            case PublicAccessBlockState block -> block;
            case ObjectLockState lock -> lock;
            case OwnershipControlsState ownership -> ownership;
            case CorsState cors -> cors;
            case TagsState(var tags) -> new TagsState(random.nextBoolean() ? tags : withSystemTag(tags));
            case VersioningState versioning -> versioning;
        };
    }

    private static Map<String, String> withSystemTag(Map<String, String> tags) {
        Map<String, String> all = new HashMap<>(tags);
        all.put("aws:cloudformation:stack-name", "shop");
        return all;
    }

    private AclState of(AclState acl) {
        Set<Grant> grants = new HashSet<>();
        for (Grant grant : acl.grants()) {
            if (grant.permission() == Permission.FULL_CONTROL && random.nextBoolean()) {
                FOUR.forEach(permission -> grants.add(new Grant(grant.grantee(), permission)));
            } else {
                grants.add(grant);
            }
        }
        for (Grantee grantee :
                List.copyOf(grants.stream().map(Grant::grantee).distinct().toList())) {
            if (random.nextBoolean() && hasAll(grants, grantee)) {
                grants.removeIf(grant -> grant.grantee().equals(grantee));
                grants.add(new Grant(grantee, Permission.FULL_CONTROL));
            }
        }
        if (random.nextBoolean()) {
            grants.add(new Grant(new Grantee.User(acl.owner()), Permission.READ));
        } else if (random.nextBoolean()) {
            grants.removeIf(grant -> grant.grantee().equals(new Grantee.User(acl.owner())));
        }
        return new AclState(acl.owner(), grants);
    }

    private static boolean hasAll(Set<Grant> grants, Grantee grantee) {
        return FOUR.stream().allMatch(permission -> grants.contains(new Grant(grantee, permission)));
    }

    private LifecycleRule of(LifecycleRule rule) {
        return new LifecycleRule(
                rule.id(),
                rule.status(),
                of(rule.filter()),
                of(rule.expiration()),
                list(rule.transitions()),
                rule.noncurrentVersionExpiration(),
                list(rule.noncurrentVersionTransitions()),
                rule.abortIncompleteMultipartUpload());
    }

    private @Nullable Filter of(@Nullable Filter filter) {
        Filter given = filter == null ? new Filter(null, null, null, null) : filter;
        Filter respelled = new Filter(
                given.prefix() == null && random.nextBoolean() ? "" : given.prefix(),
                list(given.tags()),
                given.objectSizeGreaterThan(),
                given.objectSizeLessThan());
        return filter == null && random.nextBoolean() ? null : respelled;
    }

    private @Nullable Expiration of(@Nullable Expiration expiration) {
        if (expiration == null) {
            return random.nextBoolean() ? null : new Expiration(null, null, false);
        }
        return expiration.expiredObjectDeleteMarker() == null && random.nextBoolean()
                ? new Expiration(expiration.days(), expiration.date(), false)
                : expiration;
    }

    private <T> @Nullable List<T> list(@Nullable List<T> list) {
        if (list == null) {
            return random.nextBoolean() ? null : List.of();
        }
        return shuffled(list);
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
