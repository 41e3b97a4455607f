package dev.cooper.status;

/** All values that the reason of a condition may have. */
public enum Reason {
    /** All is as the spec says. */
    Ready,
    /** The spec asks for what this store has not. */
    UnsupportedByStore,
    /** A value breaks the store's limits. */
    InvalidSpec,
    /** It would be open to everyone, and not both words for that were said. */
    PublicAccessDenied,
    /** The named ObjectStore does not exist, or there is no single default. */
    StoreNotFound,
    /** The ObjectStore exists but is not Ready. */
    StoreNotReady,
    /** The ObjectStore is to be deleted, and resources use it. */
    InUse,
    /** The ObjectStore does not admit this namespace. */
    NamespaceNotAllowed,
    /** A Secret with the operator's credentials is missing or incomplete. */
    CredentialsMissing,
    /** The Bucket that an AccessKey or a BucketPolicy is for does not exist, or is not Ready. */
    BucketNotReady,
    /** A bucket of that name exists, and was not made for this resource. */
    AlreadyExists,
    /** Another Bucket resource holds that bucket. */
    ClaimedByAnother,
    /** The bucket was there and is gone. */
    Missing,
    /** Deletion waits until the bucket is empty. */
    NotEmpty,
    /** Purge waits for its second key. */
    PurgeNotConfirmed,
    /** All that the bucket holds is being deleted. */
    Purging,
    /** Objects under retention or legal hold keep the bucket from being purged. */
    ObjectsLocked,
    /** The bucket is not as the spec says, and Cooper was told to write nothing. */
    ChangesPlanned,
    /** Cooper was told to leave the resource alone. */
    Paused,
    /** The store accepts a write and goes on answering something else. */
    NotConverging,
    /** The store does not take the credentials. */
    AuthenticationFailed,
    /** The credentials lack a right. */
    AccessDenied,
    /** The state of the bucket forbids the request. */
    Conflict,
    /** The store says that a request is wrong. */
    RequestRejected,
    /** The store asks for fewer requests. */
    Throttled,
    /** The store failed, did not answer, or was not asked because it fails too often. */
    StoreUnavailable,
    /** Keys of this source would carry more rights than asked for. */
    TooBroad,
    /** The identity service does not let Cooper make keys. */
    KeyCreationForbidden,
    /** A Secret of that name exists and is not Cooper's to write. */
    SecretNotOurs,
    /** The Secret of an AccessKey of the same name that was deleted is still there. */
    SecretLeaving,
    /** The API server does not take the Secret: a quota or an admission policy, for example. */
    SecretNotWritten,
    /** The key was issued, but the store does not take it yet. */
    KeyNotAccepted,
    /** A defect of Cooper's own; its log has the details. */
    InternalError,
}
