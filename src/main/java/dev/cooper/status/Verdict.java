package dev.cooper.status;

import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a failure is told.
 *
 * @param reason the reason of the Ready condition
 * @param retry when to try again
 * @param message what happened and what to do, as sentences for people; the same for the same failure, so that a
 *     repeated failure changes no status
 */
public record Verdict(Reason reason, Retry retry, String message) {

    /** Longest message: a condition's limit is 32 KiB, a reader's is shorter. */
    private static final int MAX_MESSAGE = 2_000;

    /** Refusals that are told at once; whoever mends these sees the next ones. */
    private static final int MAX_REFUSALS = 5;

    /** Users of a store that are named; kubectl get lists them all. */
    private static final int MAX_USERS = 5;

    /** Flattens what a store said over several lines, and ends in one full stop. */
    public Verdict {
        message = message.strip().replaceAll("\\s+", " ").replaceAll("[.]+$", "");
        message = (message.length() < MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 2) + "…") + ".";
    }

    public static Verdict of(Failure failure) {
        return switch (failure) {
            case Failure.Refused f -> refused(f);
            case Failure.StoreNotFound f ->
                waitForDependency(
                        Reason.StoreNotFound,
                        "ObjectStore %s does not exist: create it, or correct spec.storeRef.name."
                                .formatted(f.store()));
            case Failure.NoDefaultStore f ->
                waitForDependency(
                        Reason.StoreNotFound,
                        f.candidates().isEmpty()
                                ? "spec.storeRef is not given and no ObjectStore says default: true. Name one."
                                : "spec.storeRef is not given and several ObjectStores say default: true (%s). Leave one."
                                        .formatted(String.join(", ", f.candidates())));
            case Failure.NamespaceNotAllowed f ->
                waitForDependency(
                        Reason.NamespaceNotAllowed,
                        "ObjectStore %s does not admit namespace %s: whoever runs it can add it to spec.allowedNamespaces.names."
                                .formatted(f.store(), f.namespace()));
            case Failure.StoreNotReady f ->
                waitForDependency(
                        Reason.StoreNotReady,
                        "ObjectStore %s is not Ready; see kubectl describe objectstore %s."
                                .formatted(f.store(), f.store()));
            case Failure.InUse f ->
                waitForDependency(
                        Reason.InUse,
                        "ObjectStore %s is to be deleted and waits for its %d user(s): %s. Delete these first; what the store holds stays."
                                .formatted(f.store(), f.users().size(), listed(f.users())));
            case Failure.CredentialsMissing f ->
                waitForDependency(
                        Reason.CredentialsMissing,
                        "Secret %s in namespace %s %s.".formatted(f.secret(), f.namespace(), f.remedy()));
            case Failure.TokenNotIssued f ->
                waitForDependency(
                        Reason.CredentialsMissing,
                        "There is no token of ServiceAccount %s in namespace %s: %s."
                                .formatted(f.serviceAccount(), f.namespace(), f.why()));
            case Failure.BucketNotReady f ->
                waitForDependency(
                        Reason.BucketNotReady,
                        "Bucket %s is not Ready yet; see kubectl describe bucket %s."
                                .formatted(f.bucket(), f.bucket()));
            case Failure.NotInForce f ->
                waitForDependency(
                        Reason.BucketNotReady,
                        "Bucket %s does not carry this BucketPolicy yet; see kubectl describe bucket %s."
                                .formatted(f.bucket(), f.bucket()));
            case Failure.AlreadyExists f ->
                waitForUser(
                        Reason.AlreadyExists,
                        "Bucket \"%s\" exists and was not made for this resource; nothing was changed. Choose another"
                                        .formatted(f.bucket())
                                + " spec.bucketName, or say adoptionPolicy: IfExists to take it over.");
            case Failure.ClaimedByAnother f ->
                waitForDependency(
                        Reason.ClaimedByAnother,
                        "Bucket \"%s\" is held by Bucket %s; nothing was changed. It can be taken over once that one is deleted."
                                .formatted(f.bucket(), f.holder()));
            case Failure.Missing f ->
                waitForUser(
                        Reason.Missing,
                        "Bucket \"%s\" was there and is gone, and its objects with it. Restore it, or say"
                                        .formatted(f.bucket())
                                + " recreateIfMissing: true to have an empty one made.");
            case Failure.NotEmpty f ->
                waitForDependency(
                        Reason.NotEmpty,
                        "Bucket \"%s\" holds %s, so it is not deleted until it is empty."
                                .formatted(f.bucket(), f.objects() < 0 ? "objects" : f.objects() + " object(s)"));
            case Failure.PurgeNotConfirmed f ->
                waitForUser(
                        Reason.PurgeNotConfirmed,
                        "Deleting everything in bucket \"%s\" needs a second key: set the annotation storage.cooper.dev/purge: %s."
                                        .formatted(f.bucket(), f.bucket())
                                + (f.deletedSoFar() > 0
                                        ? " It was there before: %d object(s) are deleted already."
                                                .formatted(f.deletedSoFar())
                                        : " Nothing was deleted."));
            case Failure.Purging f ->
                new Verdict(
                        Reason.Purging,
                        Retry.RETRY,
                        "Bucket \"%s\" is being purged: %d object(s) deleted so far. To stop, remove the annotation storage.cooper.dev/purge."
                                .formatted(f.bucket(), f.deletedSoFar()));
            case Failure.ObjectsLocked f ->
                new Verdict(
                        Reason.ObjectsLocked,
                        Retry.RETRY,
                        "Bucket \"%s\" holds objects that object lock keeps from being deleted, so it cannot be purged yet."
                                        .formatted(f.bucket())
                                + " Cooper tries again until their retention has passed and legal holds are lifted.");
            case Failure.ChangesPlanned f ->
                waitForUser(
                        Reason.ChangesPlanned,
                        "The bucket is not as %s say%s; nothing was written. See status.plannedChanges. %s"
                                .formatted(
                                        String.join(" and ", f.paths()),
                                        f.paths().size() == 1 ? "s" : "",
                                        f.remedy()));
            case Failure.DeletionBlocked f -> {
                Verdict cause = of(f.cause());
                yield new Verdict(cause.reason(), Retry.RETRY, cause.message() + " " + f.remedy());
            }
            case Failure.NotConverging f ->
                waitForUser(
                        Reason.NotConverging,
                        "The store accepted \"%s\" and yet answers something else; it is not sent again until %s changes."
                                .formatted(f.change(), f.path()));
            case Failure.Unauthenticated f ->
                new Verdict(
                        Reason.AuthenticationFailed,
                        Retry.RETRY,
                        "%s: the store does not take Cooper's credentials (%s). Check the Secret that the ObjectStore names."
                                .formatted(f.operation(), answer(f.status(), f.code())));
            case Failure.AccessDenied f ->
                new Verdict(
                        Reason.AccessDenied,
                        Retry.RETRY,
                        "%s was denied (%s): Cooper's credentials lack that right on the store, or are wrong. Grant it to them, or check the Secret."
                                .formatted(f.operation(), answer(f.status(), f.code())));
            case Failure.NoSuchBucket f ->
                new Verdict(
                        Reason.Missing,
                        Retry.RETRY,
                        "%s: the bucket vanished while it was being looked at; Cooper looks again."
                                .formatted(f.operation()));
            case Failure.Conflict f ->
                new Verdict(
                        Reason.Conflict,
                        Retry.RETRY,
                        "%s conflicts with the bucket's state (%s); Cooper tries again."
                                .formatted(f.operation(), answer(f.status(), f.code())));
            case Failure.Unsupported f ->
                waitForUser(
                        Reason.UnsupportedByStore,
                        "%s: the store does not offer that operation (%s). Remove the field, or set the feature to false"
                                        .formatted(f.operation(), answer(f.status(), f.code()))
                                + " in the ObjectStore's spec.capabilities.");
            case Failure.Rejected f ->
                waitForUser(
                        Reason.RequestRejected,
                        "The store rejected %s (%s). Correct the field that asks for it%s"
                                .formatted(
                                        f.operation(),
                                        answer(f.status(), f.code()),
                                        f.message().isBlank() ? "." : "; the store says: " + f.message()));
            case Failure.Throttled f ->
                new Verdict(
                        Reason.Throttled,
                        Retry.RETRY,
                        "%s: the store asks for fewer requests (HTTP %d); Cooper tries again later."
                                .formatted(f.operation(), f.status()));
            case Failure.StoreError f ->
                new Verdict(
                        Reason.StoreUnavailable,
                        Retry.RETRY,
                        "%s failed at the store (%s); Cooper tries again."
                                .formatted(f.operation(), answer(f.status(), f.code())));
            case Failure.Unreachable f ->
                new Verdict(
                        Reason.StoreUnavailable,
                        Retry.RETRY,
                        "%s got no answer (%s); Cooper tries again. If this lasts, check the ObjectStore's endpoints."
                                .formatted(f.operation(), f.cause()));
            case Failure.CircuitOpen f ->
                new Verdict(
                        Reason.StoreUnavailable,
                        Retry.RETRY,
                        "ObjectStore %s failed too often of late; it is asked again shortly.".formatted(f.store()));
            case Failure.Overloaded f ->
                new Verdict(
                        Reason.StoreUnavailable,
                        Retry.RETRY,
                        "ObjectStore %s has as many requests under way as it may, and none ended in time; Cooper tries again."
                                        .formatted(f.store())
                                + " If this lasts, raise its spec.requests.maxConcurrent.");
            case Failure.SourceUnsupported f ->
                waitForUser(
                        Reason.UnsupportedByStore,
                        "spec.source: a %s store issues no keys by %s; ".formatted(f.provider(), f.source())
                                + (f.available().isEmpty()
                                        ? "it issues none with the credentials that its ObjectStore names."
                                        : "create another AccessKey with one of %s, or restore the ObjectStore's credentials and endpoints."
                                                .formatted(String.join(", ", f.available()))));
            case Failure.TooBroad f ->
                waitForUser(
                        Reason.TooBroad,
                        "spec.buckets: a key by %s on a %s store cannot be narrowed to buckets; it carries all rights of the"
                                        .formatted(f.source(), f.provider())
                                + " user that Cooper signs in as. Say allowBroad: true if that is acceptable.");
            case Failure.KeyCreationForbidden f ->
                waitForUser(
                        Reason.KeyCreationForbidden,
                        "Keystone does not let Cooper make keys (%s). Use an unrestricted application credential, or source:"
                                        .formatted(f.detail())
                                + " stsWebIdentity.");
            case Failure.SecretNotOurs f ->
                waitForUser(
                        Reason.SecretNotOurs,
                        "spec.secret.name: Secret %s %s; it was not touched. Choose another name, or remove it."
                                .formatted(f.secret(), f.why()));
            case Failure.SecretLeaving f ->
                new Verdict(
                        Reason.SecretLeaving,
                        Retry.RETRY,
                        "%s is of an AccessKey of this name that was deleted; it is written anew once the garbage collector has removed it."
                                .formatted(f.what()));
            case Failure.SecretNotWritten f ->
                new Verdict(
                        Reason.SecretNotWritten,
                        Retry.RETRY,
                        "%s cannot be written: %s. Cooper tries again.".formatted(f.what(), f.why()));
            case Failure.Unexpected f ->
                new Verdict(
                        Reason.InternalError,
                        Retry.RETRY,
                        "Cooper met a defect of its own (%s) and tries again; its log has the details, please report them."
                                .formatted(f.exception()));
            case Failure.KeyNotAccepted f ->
                new Verdict(
                        Reason.KeyNotAccepted,
                        Retry.RETRY,
                        "Key %s was issued, but the store does not take it yet (HTTP %d); Cooper tries again."
                                .formatted(f.keyId(), f.status()));
        };
    }

    private static Verdict refused(Failure.Refused failure) {
        Reason reason =
                switch (failure.refusals().getFirst().kind()) {
                    case UNSUPPORTED -> Reason.UnsupportedByStore;
                    case INVALID -> Reason.InvalidSpec;
                    case PUBLIC -> Reason.PublicAccessDenied;
                };
        int more = failure.refusals().size() - MAX_REFUSALS;
        return waitForDependency(
                reason,
                failure.refusals().stream()
                                .limit(MAX_REFUSALS)
                                .map(Refusal::toString)
                                .collect(Collectors.joining("; "))
                        + (more > 0 ? "; and %d more".formatted(more) : "")
                        + ". Nothing was written.");
    }

    private static Verdict waitForUser(Reason reason, String message) {
        return new Verdict(reason, Retry.WAIT_FOR_USER, message);
    }

    private static Verdict waitForDependency(Reason reason, String message) {
        return new Verdict(reason, Retry.WAIT_FOR_DEPENDENCY, message);
    }

    private static String listed(List<String> names) {
        int more = names.size() - MAX_USERS;
        return String.join(", ", names.subList(0, Math.min(MAX_USERS, names.size())))
                + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static String answer(int status, String code) {
        return code.isEmpty() ? "HTTP " + status : "HTTP " + status + " " + code;
    }
}
