package dev.cooper.port;

import dev.cooper.plan.Refusal;
import java.util.List;

/** Everything that can keep a resource from being Ready. Carries no secret value, and nothing that changes from try to try. */
public sealed interface Failure {

    /** The spec asks for what must not be sent. */
    record Refused(List<Refusal> refusals) implements Failure {}

    // ---- references ----

    record StoreNotFound(String store) implements Failure {}

    /** No storeRef, and none or several default stores. */
    record NoDefaultStore(List<String> candidates) implements Failure {}

    record NamespaceNotAllowed(String store, String namespace) implements Failure {}

    record StoreNotReady(String store) implements Failure {}

    /** The ObjectStore is to be deleted, and these resources use it. */
    record InUse(String store, List<String> users) implements Failure {}

    /** The API server gives Cooper no token of a ServiceAccount. */
    record TokenNotIssued(String namespace, String serviceAccount, String why) implements Failure {}

    /** A Secret that is missing, or that lacks a key. */
    record CredentialsMissing(String namespace, String secret, String remedy) implements Failure {}

    record BucketNotReady(String bucket) implements Failure {}

    /** A BucketPolicy that its Bucket does not carry yet. */
    record NotInForce(String bucket) implements Failure {}

    // ---- ownership ----

    record AlreadyExists(String bucket) implements Failure {}

    record ClaimedByAnother(String bucket, String holder) implements Failure {}

    record Missing(String bucket) implements Failure {}

    /** Not deleted; objects is how many there are, or -1 when the store does not tell. */
    record NotEmpty(String bucket, long objects) implements Failure {}

    /** All objects are to be deleted, but the second key to that is missing or names another bucket. */
    record PurgeNotConfirmed(String bucket, long deletedSoFar) implements Failure {}

    /** Objects are being deleted, and there are more. */
    record Purging(String bucket, long deletedSoFar) implements Failure {}

    /** All is to be deleted, and the store keeps what is under retention or legal hold. */
    record ObjectsLocked(String bucket) implements Failure {}

    /** The bucket differs from the spec, and Cooper was told to write nothing. */
    record ChangesPlanned(List<String> paths, String remedy) implements Failure {}

    /** The resource is being deleted, and what that asks for cannot be done. */
    record DeletionBlocked(Failure cause, String remedy) implements Failure {}

    /** A write was accepted, and yet the store goes on answering something else. */
    record NotConverging(String path, String change) implements Failure {}

    // ---- answers of a store ----

    /** The store does not take the credentials themselves. */
    record Unauthenticated(String operation, int status, String code) implements Failure {}

    record AccessDenied(String operation, int status, String code) implements Failure {}

    record NoSuchBucket(String operation) implements Failure {}

    record Conflict(String operation, int status, String code) implements Failure {}

    record Unsupported(String operation, int status, String code) implements Failure {}

    record Rejected(String operation, int status, String code, String message) implements Failure {}

    record Throttled(String operation, int status) implements Failure {}

    record StoreError(String operation, int status, String code) implements Failure {}

    /** No answer, or one that could not be read. */
    record Unreachable(String operation, String cause) implements Failure {}

    /** Not tried: the store has failed too often of late. */
    record CircuitOpen(String store) implements Failure {}

    /** Not tried: no request of the many under way ended in time. */
    record Overloaded(String store) implements Failure {}

    // ---- access keys ----

    record SourceUnsupported(String source, String provider, List<String> available) implements Failure {}

    record TooBroad(String source, String provider) implements Failure {}

    /** The identity service lets this kind of sign-in make no keys. */
    record KeyCreationForbidden(String detail) implements Failure {}

    record SecretNotOurs(String secret, String why) implements Failure {}

    /** A Secret or ConfigMap of an AccessKey of the same name that was deleted, which goes after it. */
    record SecretLeaving(String what) implements Failure {}

    /** The API server refuses a Secret or ConfigMap for a reason that lasts. */
    record SecretNotWritten(String what, String why) implements Failure {}

    /** The issued key does not sign requests yet. */
    record KeyNotAccepted(String keyId, int status) implements Failure {}

    /** A defect of Cooper's own. */
    record Unexpected(String exception) implements Failure {}
}
