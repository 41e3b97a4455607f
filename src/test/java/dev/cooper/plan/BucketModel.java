package dev.cooper.plan;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;
import dev.cooper.api.Permission;
import dev.cooper.api.VersioningSpec;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.Planner.Observed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration of a bucket, in memory: does what S3 says that a store does on each change. */
final class BucketModel {
    static final String OWNER = "0f0f0f0f-1111-4222-8333-444455556666";
    static final String OWN_KEY = "a-key-that-the-store-chose";
    private static final Grant OWNERS = new Grant(new Grantee.User(OWNER), Permission.FULL_CONTROL);

    private EncryptionState encryption = EncryptionState.NONE;
    private LifecycleState lifecycle = LifecycleState.NONE;
    private LoggingState logging = LoggingState.OFF;
    private TagsState tags = TagsState.NONE;
    private CorsState cors = CorsState.NONE;
    private PublicAccessBlockState publicAccessBlock = PublicAccessBlockState.NONE;
    private PolicyState policy = PolicyState.NONE;
    private VersioningState versioning = VersioningState.NONE;
    private ObjectLockState objectLock = ObjectLockState.NONE;
    private OwnershipControlsState ownershipControls = OwnershipControlsState.NONE;
    private AclState acl = new AclState(OWNER, Set.of(OWNERS));

    /** A bucket as stores make it by default. */
    BucketModel() {}

    /** A bucket as it is made for a spec, before anything is changed. */
    BucketModel(BucketSpec spec) {
        if (spec.objectLock() != null) {
            objectLock = new ObjectLockState(true, null);
            versioning = VersioningState.ENABLED;
        }
    }

    Observed observe() {
        return new Observed(Map.ofEntries(
                Map.entry(EncryptionFeature.INSTANCE, encryption),
                Map.entry(VersioningFeature.INSTANCE, versioning),
                Map.entry(TagsFeature.INSTANCE, tags),
                Map.entry(CorsFeature.INSTANCE, cors),
                Map.entry(PublicAccessBlockFeature.INSTANCE, publicAccessBlock),
                Map.entry(ObjectLockFeature.INSTANCE, objectLock),
                Map.entry(OwnershipControlsFeature.INSTANCE, ownershipControls),
                Map.entry(PolicyFeature.INSTANCE, policy),
                Map.entry(LifecycleFeature.INSTANCE, lifecycle),
                Map.entry(LoggingFeature.INSTANCE, logging),
                Map.entry(AclFeature.INSTANCE, acl)));
    }

    void apply(List<Change> changes) {
        changes.forEach(this::apply);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.SetEncryption(EncryptionState desired) -> encryption = withKey(desired);
            case Change.SetLifecycle(var rules) -> {
                if (rules.isEmpty()) {
                    throw new IllegalArgumentException("S3 takes no empty lifecycle configuration");
                }
                lifecycle = new LifecycleState(rules);
            }
            case Change.RemoveLifecycle() -> lifecycle = LifecycleState.NONE;
            case Change.SetLogging(LoggingState desired) -> logging = desired;
            case Change.SetTags(var desired) -> {
                if (desired.isEmpty()) {
                    throw new IllegalArgumentException("S3 takes no empty set of tags");
                }
                tags = new TagsState(desired);
            }
            case Change.RemoveTags() -> tags = TagsState.NONE;
            case Change.SetCors(var rules) -> {
                if (rules.isEmpty()) {
                    throw new IllegalArgumentException("S3 takes no empty CORS configuration");
                }
                cors = new CorsState(rules.stream().map(CorsFeature::ruleOf).toList());
            }
            case Change.RemoveCors() -> cors = CorsState.NONE;
            case Change.SetPublicAccessBlock block -> publicAccessBlock = block.desired();
            case Change.SetPolicy(var document) -> {
                if (publicAccessBlock.blockPublicPolicy()
                        && PolicyGrammar.unconditionallyPublicElement("policy", document) != null) {
                    throw new Refused(PublicAccessBlockFeature.INSTANCE);
                }
                policy = new PolicyState(document);
            }
            case Change.SetOwnershipControls(var desired) -> {
                if (desired == ObjectOwnership.BucketOwnerEnforced
                        && !acl.grants().equals(Set.of(OWNERS))) {
                    throw new Refused(AclFeature.INSTANCE);
                }
                ownershipControls = new OwnershipControlsState(desired.name());
            }
            case Change.RemovePolicy() -> policy = PolicyState.NONE;
            case Change.SetVersioning(var desired) -> {
                if (objectLock.enabled() && desired == VersioningSpec.Status.Suspended) {
                    throw new Refused(ObjectLockFeature.INSTANCE);
                }
                versioning = new VersioningState(desired.name());
            }
            case Change.SetObjectLock(ObjectLockState desired) -> {
                if (!versioning.equals(VersioningState.ENABLED)) {
                    throw new Refused(VersioningFeature.INSTANCE);
                }
                objectLock = desired;
            }
            case Change.SetCannedAcl(var canned) ->
                setGrants(
                        switch (canned) {
                            case PRIVATE -> Set.of();
                            case PUBLIC_READ -> Set.of(read(GranteeGroup.AllUsers));
                            case PUBLIC_READ_WRITE ->
                                Set.of(
                                        read(GranteeGroup.AllUsers),
                                        new Grant(new Grantee.Group(GranteeGroup.AllUsers), Permission.WRITE));
                            case AUTHENTICATED_READ -> Set.of(read(GranteeGroup.AuthenticatedUsers));
                        });
            case Change.SetGrants(String owner, Set<Grant> grants) -> {
                if (!owner.equals(OWNER)) {
                    throw new IllegalArgumentException("another owner: " + owner);
                }
                setGrants(grants);
            }
        }
    }

    private static EncryptionState withKey(EncryptionState desired) {
        return desired.kmsKeyId() == null && !"AES256".equals(desired.algorithm())
                ? new EncryptionState(desired.algorithm(), OWN_KEY, desired.bucketKeyEnabled())
                : desired;
    }

    private static Grant read(GranteeGroup group) {
        return new Grant(new Grantee.Group(group), Permission.READ);
    }

    private void setGrants(Set<Grant> others) {
        if (ownershipControls.objectOwnership().equals("BucketOwnerEnforced") && !others.isEmpty()) {
            throw new Refused(OwnershipControlsFeature.INSTANCE);
        }
        if (publicAccessBlock.blockPublicAcls() && others.stream().anyMatch(Grant::isPublic)) {
            throw new Refused(PublicAccessBlockFeature.INSTANCE);
        }
        Set<Grant> all = new HashSet<>(others);
        all.add(OWNERS);
        acl = new AclState(OWNER, Set.copyOf(all));
    }

    /** What S3 does not take on account of another setting of the bucket. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient BucketFeature<?> by;

        Refused(BucketFeature<?> by) {
            super(by.key());
            this.by = by;
        }

        BucketFeature<?> by() {
            return by;
        }
    }

    /** Somebody else changes one setting, to what no generated spec says. */
    void tamper(BucketFeature<?> feature) {
        switch (feature) {
            case EncryptionFeature _ -> encryption = new EncryptionState("another", null, false);
            case LifecycleFeature _ ->
                lifecycle = new LifecycleState(lifecycle.rules().isEmpty() ? STRANGERS : List.of());
            case VersioningFeature _ -> versioning = new VersioningState("Unheard-of");
            case TagsFeature _ -> tags = new TagsState(Map.of("a key/with", "signs"));
            case CorsFeature _ -> {
                Set<String> anything = Set.of("http://strangers.example.net");
                cors = new CorsState(List.of(CorsState.Rule.of(null, anything, Set.of("GET"), Set.of(), Set.of(), 1)));
            }
            case PublicAccessBlockFeature _ ->
                publicAccessBlock = new PublicAccessBlockState(
                        publicAccessBlock.blockPublicAcls(),
                        !publicAccessBlock.ignorePublicAcls(),
                        publicAccessBlock.blockPublicPolicy(),
                        publicAccessBlock.restrictPublicBuckets());
            case PolicyFeature _ -> policy = new PolicyState(TextNode.valueOf("a stranger's"));
            case ObjectLockFeature _ -> objectLock = ObjectLockState.NONE;
            case OwnershipControlsFeature _ -> ownershipControls = new OwnershipControlsState("Unheard-of");
            case LoggingFeature _ -> logging = new LoggingState("a-strangers-bucket", "");
            case AclFeature _ -> {
                Set<Grant> grants = new HashSet<>(acl.grants());
                grants.add(new Grant(new Grantee.User("a-stranger"), Permission.READ_ACP));
                acl = new AclState(OWNER, grants);
            }
        }
    }

    private static final List<dev.cooper.api.LifecycleRule> STRANGERS = List.of(new dev.cooper.api.LifecycleRule(
            "a stranger's",
            dev.cooper.api.LifecycleRule.Status.Enabled,
            null,
            new dev.cooper.api.LifecycleRule.Expiration(1, null, null),
            null,
            null,
            null,
            null));
}
