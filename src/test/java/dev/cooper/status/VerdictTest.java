package dev.cooper.status;

import static dev.cooper.status.Retry.RETRY;
import static dev.cooper.status.Retry.WAIT_FOR_DEPENDENCY;
import static dev.cooper.status.Retry.WAIT_FOR_USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

    /** A failure, and how it must be told: the reason, who is to act, and the words that say what to do. */
    record Case(Failure failure, Reason reason, Retry retry, String remedy) {
        @Override
        public String toString() {
            return failure.toString();
        }
    }

    private static Failure refused(Refusal.Kind kind, String remedy) {
        return new Failure.Refused(List.of(new Refusal(kind, "spec.acl", remedy)));
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        refused(Refusal.Kind.UNSUPPORTED, "remove the field"),
                        Reason.UnsupportedByStore,
                        WAIT_FOR_DEPENDENCY,
                        "spec.acl: remove the field. Nothing was written."),
                new Case(
                        refused(Refusal.Kind.INVALID, "choose another name"),
                        Reason.InvalidSpec,
                        WAIT_FOR_DEPENDENCY,
                        "spec.acl: choose another name. Nothing was written."),
                new Case(
                        refused(Refusal.Kind.PUBLIC, "say allowPublic: true"),
                        Reason.PublicAccessDenied,
                        WAIT_FOR_DEPENDENCY,
                        "spec.acl: say allowPublic: true. Nothing was written."),
                new Case(
                        new Failure.StoreNotFound("rgw"),
                        Reason.StoreNotFound,
                        WAIT_FOR_DEPENDENCY,
                        "create it, or correct spec.storeRef.name"),
                new Case(
                        new Failure.InUse(
                                "rgw",
                                List.of(
                                        "Bucket a/b",
                                        "Bucket a/c",
                                        "Bucket a/d",
                                        "Bucket a/e",
                                        "Bucket a/f",
                                        "Bucket a/g")),
                        Reason.InUse,
                        WAIT_FOR_DEPENDENCY,
                        "its 6 user(s): Bucket a/b, Bucket a/c, Bucket a/d, Bucket a/e, Bucket a/f and 1 more. Delete these first"),
                new Case(new Failure.NoDefaultStore(List.of()), Reason.StoreNotFound, WAIT_FOR_DEPENDENCY, "Name one"),
                new Case(
                        new Failure.NoDefaultStore(List.of("rgw", "aws")),
                        Reason.StoreNotFound,
                        WAIT_FOR_DEPENDENCY,
                        "(rgw, aws). Leave one"),
                new Case(
                        new Failure.NamespaceNotAllowed("rgw", "shop"),
                        Reason.NamespaceNotAllowed,
                        WAIT_FOR_DEPENDENCY,
                        "whoever runs it can add it to spec.allowedNamespaces.names"),
                new Case(
                        new Failure.StoreNotReady("rgw"),
                        Reason.StoreNotReady,
                        WAIT_FOR_DEPENDENCY,
                        "see kubectl describe objectstore rgw"),
                new Case(
                        new Failure.CredentialsMissing("cooper-system", "rgw-admin", "does not exist: create it"),
                        Reason.CredentialsMissing,
                        WAIT_FOR_DEPENDENCY,
                        "create it"),
                new Case(
                        new Failure.BucketNotReady("receipts"),
                        Reason.BucketNotReady,
                        WAIT_FOR_DEPENDENCY,
                        "see kubectl describe bucket receipts"),
                new Case(
                        new Failure.NotInForce("receipts"),
                        Reason.BucketNotReady,
                        WAIT_FOR_DEPENDENCY,
                        "see kubectl describe bucket receipts"),
                new Case(
                        new Failure.AlreadyExists("receipts"),
                        Reason.AlreadyExists,
                        WAIT_FOR_USER,
                        "Choose another spec.bucketName, or say adoptionPolicy: IfExists"),
                new Case(
                        new Failure.ClaimedByAnother("receipts", "shop/receipts"),
                        Reason.ClaimedByAnother,
                        WAIT_FOR_DEPENDENCY,
                        "It can be taken over once that one is deleted"),
                new Case(
                        new Failure.Missing("receipts"),
                        Reason.Missing,
                        WAIT_FOR_USER,
                        "Restore it, or say recreateIfMissing: true"),
                new Case(
                        new Failure.NotEmpty("receipts", 12),
                        Reason.NotEmpty,
                        WAIT_FOR_DEPENDENCY,
                        "holds 12 object(s), so it is not deleted until it is empty"),
                new Case(
                        new Failure.NotEmpty("receipts", -1),
                        Reason.NotEmpty,
                        WAIT_FOR_DEPENDENCY,
                        "holds objects, so it is not deleted until it is empty"),
                new Case(
                        new Failure.PurgeNotConfirmed("receipts", 0),
                        Reason.PurgeNotConfirmed,
                        WAIT_FOR_USER,
                        "set the annotation storage.cooper.dev/purge: receipts. Nothing was deleted"),
                new Case(
                        new Failure.PurgeNotConfirmed("receipts", 5),
                        Reason.PurgeNotConfirmed,
                        WAIT_FOR_USER,
                        "5 object(s) are deleted already"),
                new Case(
                        new Failure.ObjectsLocked("receipts"),
                        Reason.ObjectsLocked,
                        RETRY,
                        "Cooper tries again until their retention has passed and legal holds are lifted."),
                new Case(
                        new Failure.Purging("receipts", 5),
                        Reason.Purging,
                        RETRY,
                        "5 object(s) deleted so far. To stop, remove the annotation storage.cooper.dev/purge"),
                new Case(
                        new Failure.ChangesPlanned(List.of("spec.acl", "spec.tags"), "Say Manage."),
                        Reason.ChangesPlanned,
                        WAIT_FOR_USER,
                        "not as spec.acl and spec.tags say; nothing was written. See status.plannedChanges. Say Manage"),
                new Case(
                        new Failure.DeletionBlocked(
                                new Failure.NotEmpty("receipts", 12), "To let the bucket be, say Retain."),
                        Reason.NotEmpty,
                        RETRY,
                        "until it is empty. To let the bucket be, say Retain."),
                new Case(
                        new Failure.NotConverging("spec.acl", "acl set to private"),
                        Reason.NotConverging,
                        WAIT_FOR_USER,
                        "not sent again until spec.acl changes"),
                new Case(
                        new Failure.Unauthenticated("ListBuckets", 401, "InvalidAccessKeyId"),
                        Reason.AuthenticationFailed,
                        RETRY,
                        "Check the Secret that the ObjectStore names"),
                new Case(
                        new Failure.AccessDenied("PutBucketAcl", 403, "AccessDenied"),
                        Reason.AccessDenied,
                        RETRY,
                        "Grant it to them"),
                new Case(new Failure.NoSuchBucket("GetBucketAcl"), Reason.Missing, RETRY, "Cooper looks again"),
                new Case(
                        new Failure.Conflict("PutBucketEncryption", 409, "BucketNotEmpty"),
                        Reason.Conflict,
                        RETRY,
                        "Cooper tries again"),
                new Case(
                        new Failure.Unsupported("PutBucketLogging", 405, "MethodNotAllowed"),
                        Reason.UnsupportedByStore,
                        WAIT_FOR_USER,
                        "Remove the field, or set the feature to false"),
                new Case(
                        new Failure.Rejected("PutBucketAcl", 400, "InvalidArgument", "no such user"),
                        Reason.RequestRejected,
                        WAIT_FOR_USER,
                        "Correct the field"),
                new Case(
                        new Failure.Rejected("PutBucketAcl", 400, "", ""),
                        Reason.RequestRejected,
                        WAIT_FOR_USER,
                        "Correct the field"),
                new Case(new Failure.Throttled("HeadBucket", 503), Reason.Throttled, RETRY, "tries again later"),
                new Case(
                        new Failure.StoreError("HeadBucket", 500, "InternalError"),
                        Reason.StoreUnavailable,
                        RETRY,
                        "Cooper tries again"),
                new Case(
                        new Failure.Unreachable("HeadBucket", "connection refused"),
                        Reason.StoreUnavailable,
                        RETRY,
                        "check the ObjectStore's endpoints"),
                new Case(new Failure.CircuitOpen("rgw"), Reason.StoreUnavailable, RETRY, "asked again shortly"),
                new Case(
                        new Failure.Overloaded("rgw"),
                        Reason.StoreUnavailable,
                        RETRY,
                        "raise its spec.requests.maxConcurrent"),
                new Case(
                        new Failure.TokenNotIssued("cooper-system", "cooper", "create it"),
                        Reason.CredentialsMissing,
                        WAIT_FOR_DEPENDENCY,
                        "ServiceAccount cooper in namespace cooper-system: create it"),
                new Case(
                        new Failure.SourceUnsupported("stsWebIdentity", "aws", List.of("keystoneEc2", "iamUser")),
                        Reason.UnsupportedByStore,
                        WAIT_FOR_USER,
                        "create another AccessKey with one of keystoneEc2, iamUser"),
                new Case(
                        new Failure.SourceUnsupported("stsWebIdentity", "aws", List.of()),
                        Reason.UnsupportedByStore,
                        WAIT_FOR_USER,
                        "it issues none with the credentials that its ObjectStore names"),
                new Case(
                        new Failure.TooBroad("keystoneEc2", "kakaocloud"),
                        Reason.TooBroad,
                        WAIT_FOR_USER,
                        "Say allowBroad: true"),
                new Case(
                        new Failure.KeyCreationForbidden("not allowed"),
                        Reason.KeyCreationForbidden,
                        WAIT_FOR_USER,
                        "Use an unrestricted application credential, or source: stsWebIdentity"),
                new Case(
                        new Failure.SecretNotOurs("receipts-s3", "is immutable"),
                        Reason.SecretNotOurs,
                        WAIT_FOR_USER,
                        "Choose another name, or remove it"),
                new Case(
                        new Failure.SecretLeaving("Secret receipts-s3"),
                        Reason.SecretLeaving,
                        RETRY,
                        "once the garbage collector has removed it"),
                new Case(
                        new Failure.SecretNotWritten("Secret receipts-s3", "exceeded quota: secrets"),
                        Reason.SecretNotWritten,
                        RETRY,
                        "Secret receipts-s3 cannot be written: exceeded quota: secrets"),
                new Case(
                        new Failure.KeyNotAccepted("AKIA123", 403), Reason.KeyNotAccepted, RETRY, "Cooper tries again"),
                new Case(
                        new Failure.Unexpected("NullPointerException"),
                        Reason.InternalError,
                        RETRY,
                        "please report them"));
    }

    @Test
    void everyFailureIsAmongTheCases() {
        assertThat(cases().map(c -> c.failure().getClass()).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Failure.class.getPermittedSubclasses()));
    }

    @Test
    void everyReasonIsOfAFailureOrOfBeingReady() {
        Set<Reason> used = cases().map(c -> Verdict.of(c.failure()).reason()).collect(Collectors.toSet());
        used.add(Reason.Ready);
        used.add(Reason.Paused);
        assertThat(used).containsExactlyInAnyOrder(Reason.values());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasAReasonAndARemedy(Case told) {
        Verdict verdict = Verdict.of(told.failure());
        assertThat(verdict.reason()).isEqualTo(told.reason());
        assertThat(verdict.retry()).isEqualTo(told.retry());
        assertThat(verdict.message()).contains(told.remedy());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isOneParagraphOfSentences(Case told) {
        assertThat(Verdict.of(told.failure()).message())
                .matches("[A-Za-z].*[^.]\\.")
                .doesNotContain("..", "  ", "null", "[", "%", "()");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesAllThatTheFailureKnows(Case told) throws ReflectiveOperationException {
        String message = Verdict.of(told.failure()).message();
        for (RecordComponent component : told.failure().getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(told.failure());
            if (value instanceof String || (value instanceof Integer)) {
                assertThat(message).as(component.getName()).contains(value.toString());
            }
        }
    }

    @Test
    void isTheSameForTheSameFailure() {
        assertThat(cases().map(c -> Verdict.of(c.failure())).toList())
                .isEqualTo(cases().map(c -> Verdict.of(c.failure())).toList());
    }

    @Test
    void flattensWhatAStoreSays() {
        assertThat(Verdict.of(new Failure.Rejected("PutBucketAcl", 400, "X", "No such\n  user.\r\nTry again.\n"))
                        .message())
                .isEqualTo("The store rejected PutBucketAcl (HTTP 400 X). Correct the field that asks for it;"
                        + " the store says: No such user. Try again.");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(Verdict.of(new Failure.Rejected("PutBucketAcl", 400, "X", "x".repeat(5_000)))
                        .message())
                .hasSize(2_000)
                .endsWith("x….");
    }

    @Test
    void tellsOfManyRefusalsTheFirst() {
        List<Refusal> refusals = IntStream.range(0, 8)
                .mapToObj(i -> new Refusal(Refusal.Kind.INVALID, "spec.acl.grants[%d]".formatted(i), "no such user"))
                .toList();
        assertThat(Verdict.of(new Failure.Refused(refusals)).message())
                .startsWith("spec.acl.grants[0]: no such user; spec.acl.grants[1]")
                .endsWith("spec.acl.grants[4]: no such user; and 3 more. Nothing was written.");
        assertThat(Verdict.of(new Failure.Refused(refusals.subList(0, 5))).message())
                .endsWith("spec.acl.grants[4]: no such user. Nothing was written.");
    }

    @Test
    void noConditionTypeIsAReason() {
        assertThat(Arrays.stream(Reason.values()).map(Enum::name))
                .allMatch(name -> name.matches("[A-Z][A-Za-z]+"))
                .doesNotContain("Reconciling", "Stalled");
    }
}
