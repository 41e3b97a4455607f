package dev.cooper.status;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All values that the reason of a condition may have. What they say of themselves is docs/troubleshooting.md; the
 * condition's message names the resource, the field and the store's answer.
 */
public enum Reason {
    Ready("All is as the spec says.", "Nothing."),
    UnsupportedByStore(
            "The spec asks for what this store does not offer. Nothing of the spec was written.",
            "Remove the field that the message names. `status.capabilities` of the ObjectStore tells what the store offers;"
                    + " where it offers more than its profile knows, say so in `spec.capabilities`."),
    InvalidSpec(
            "A value is outside of the store's limits. Nothing of the spec was written.",
            "Correct the field that the message names."),
    PublicAccessDenied(
            "The spec would let in everyone, and not both words for that were said.",
            "Say `allowPublic: true` in the resource, and have whoever runs the platform say `publicAccess: Allowed` in the"
                    + " ObjectStore; or close the access."),
    StoreNotFound(
            "The named ObjectStore does not exist, or none is named and there is no single default.",
            "Create the ObjectStore, or correct `spec.storeRef.name`. Among several with `default: true` leave one."),
    StoreNotReady(
            "The ObjectStore exists, but Cooper cannot work with it.",
            "Look at the ObjectStore's own condition: `kubectl describe objectstore NAME`."),
    InUse(
            "The ObjectStore is to be deleted, and resources use it.",
            "Delete the resources that the message names. Buckets on the store stay, unless those resources say otherwise."),
    NamespaceNotAllowed(
            "The ObjectStore does not admit this namespace.",
            "Have whoever runs the platform add the namespace to `spec.allowedNamespaces.names` of the ObjectStore."),
    CredentialsMissing(
            "A Secret with the operator's credentials is missing or incomplete, or Kubernetes issued no token.",
            "Create the Secret in the operator's namespace, with the keys that the message names. No restart is needed."),
    BucketNotReady(
            "The Bucket that an AccessKey or a BucketPolicy is for does not exist or is not Ready, or does not carry the"
                    + " BucketPolicy yet.",
            "Look at the Bucket's own condition. The resource goes on by itself once the Bucket is Ready."),
    AlreadyExists(
            "A bucket of that name exists and was not made for this resource. Nothing was changed.",
            "Choose another `spec.bucketName`, or say `adoptionPolicy: IfExists` to take the bucket over. Where names are"
                    + " shared by all accounts, as on AWS, it may be somebody else's."),
    ClaimedByAnother(
            "Another Bucket resource holds that bucket. Nothing was changed.",
            "Keep one of the two. This one takes over when the other is deleted with `deletionPolicy: Retain`."),
    Missing(
            "The bucket was there and is gone, and its objects with it. Cooper makes none anew by itself.",
            "Find out who deleted it. Restore it, or say `recreateIfMissing: true` to have an empty one made."),
    NotEmpty(
            "The Bucket is being deleted with `deletionPolicy: Delete`, and the bucket still holds objects.",
            "Empty the bucket; or set `deletionPolicy: Retain` to let the resource go and keep the bucket; or `Purge` with"
                    + " its annotation to delete everything."),
    PurgeNotConfirmed(
            "The Bucket is being deleted with `deletionPolicy: Purge`, and the second key is missing.",
            "Set the annotation `storage.cooper.dev/purge` to the name of the bucket, or set `deletionPolicy: Retain`."),
    Purging(
            "All that the bucket holds is being deleted.",
            "Wait. To stop it, remove the annotation `storage.cooper.dev/purge`; what is deleted stays deleted."),
    ObjectsLocked(
            "Objects under retention or legal hold keep the bucket from being purged.",
            "Wait until the retention has passed, lift legal holds, or set `deletionPolicy: Retain`."),
    ChangesPlanned(
            "The bucket is not as the spec says, and Cooper was told to write nothing.",
            "Read `status.plannedChanges`. To have them made, say `managementPolicy: Manage` and remove the annotation"
                    + " `storage.cooper.dev/preview`."),
    Paused(
            "Cooper was told to leave the resource alone.",
            "Remove the annotation `storage.cooper.dev/paused` to go on."),
    NotConverging(
            "The store accepted a write and goes on answering something else. Cooper does not repeat it.",
            "Change the field that the message names to what the store keeps. If the store should keep it, report it to"
                    + " whoever runs the store."),
    AuthenticationFailed(
            "The store does not take Cooper's credentials.",
            "Check the Secret that the ObjectStore names, and that the key or application credential was not revoked or"
                    + " expired. Check the region too: it is part of the signature."),
    AccessDenied(
            "Cooper's credentials lack a right on the store.",
            "Grant the operation that the message names to Cooper's user; the guide of your store lists what is needed. On"
                    + " AWS this is also the answer for a bucket of another account."),
    Conflict("The state of the bucket forbids the request for now.", "Wait; look at the store if it lasts."),
    RequestRejected(
            "The store says that a request is wrong.",
            "Correct the field that asks for it; the message has the store's words."),
    Throttled(
            "The store asks for fewer requests.",
            "Wait. If it lasts, lower `spec.requests` of the ObjectStore, or raise its `spec.driftInterval`."),
    StoreUnavailable(
            "The store failed, did not answer, or was not asked because it fails too often.",
            "Check the store, the ObjectStore's endpoints and the way there from the operator's Pod: DNS, NetworkPolicies,"
                    + " proxies, `spec.caBundle`."),
    TooBroad(
            "Keys of this source cannot be narrowed to buckets and would carry more rights than asked for.",
            "Say `allowBroad: true` if that is acceptable, or choose another `spec.source`."),
    KeyCreationForbidden(
            "The identity service does not let Cooper make keys.",
            "Use an unrestricted application credential, or `source: stsWebIdentity`."),
    SecretNotOurs(
            "A Secret or ConfigMap of that name exists and is not Cooper's to write. It was not touched.",
            "Choose another `spec.secret.name`, or remove what is there."),
    SecretLeaving(
            "The Secret of an AccessKey of the same name that was deleted is still there.",
            "Wait for Kubernetes' garbage collector. If it lasts, look for a finalizer on that Secret or ConfigMap."),
    SecretNotWritten(
            "The API server does not take the Secret or ConfigMap.",
            "Look at what the message quotes: a quota, an admission policy, or a namespace that is being deleted."),
    KeyNotAccepted(
            "The key was issued, but the store does not take it yet. The key before it stays in force.",
            "Wait. If it lasts longer than some minutes, check that ObjectStore and key belong to the same region and"
                    + " account."),
    InternalError("A defect of Cooper's own.", "Report it, with the operator's log. Cooper goes on trying.");

    private static final Set<String> FOR_A_PERSON = Stream.of(
                    UnsupportedByStore,
                    InvalidSpec,
                    PublicAccessDenied,
                    NamespaceNotAllowed,
                    AuthenticationFailed,
                    AccessDenied,
                    TooBroad,
                    KeyCreationForbidden,
                    SecretNotOurs,
                    SecretNotWritten,
                    InternalError)
            .map(Reason::name)
            .collect(Collectors.toUnmodifiableSet());

    private final String meaning;
    private final String remedy;

    Reason(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Whether a person is needed, although Cooper goes on looking, since what it asks may change too. */
    public static boolean needsAPerson(String reason) {
        return FOR_A_PERSON.contains(reason);
    }

    /** What is the matter, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** What a person can do about it, in Markdown. */
    public String remedy() {
        return remedy;
    }
}
