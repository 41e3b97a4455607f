package dev.cooper.plan;

/** How one feature of a bucket is configured, in a form that compares by meaning. */
public sealed interface FeatureState
        permits AclState,
                CorsState,
                EncryptionState,
                LifecycleState,
                LoggingState,
                ObjectLockState,
                OwnershipControlsState,
                PolicyState,
                PublicAccessBlockState,
                TagsState,
                VersioningState {}
