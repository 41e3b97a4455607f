package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds statements that would shut Cooper itself out of a bucket, so that it could neither look at it nor mend it.
 * Where it cannot be seen that a statement spares Cooper, it counts as one that does not.
 */
public final class Lockout {
    /** What Cooper asks of each bucket, first of all to look whether it is there (HEAD). */
    private static final List<String> NEEDED = List.of(
            "s3:ListBucket",
            "s3:GetBucketAcl",
            "s3:PutBucketAcl",
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
            "s3:DeleteBucketPolicy",
            "s3:GetLifecycleConfiguration",
            "s3:PutLifecycleConfiguration",
            "s3:GetEncryptionConfiguration",
            "s3:PutEncryptionConfiguration",
            "s3:GetBucketVersioning",
            "s3:PutBucketVersioning",
            "s3:GetBucketTagging",
            "s3:PutBucketTagging",
            "s3:GetBucketCORS",
            "s3:PutBucketCORS",
            "s3:GetBucketLogging",
            "s3:PutBucketLogging",
            "s3:GetBucketPublicAccessBlock",
            "s3:PutBucketPublicAccessBlock",
            "s3:GetBucketObjectLockConfiguration",
            "s3:PutBucketObjectLockConfiguration",
            "s3:GetBucketOwnershipControls",
            "s3:PutBucketOwnershipControls");

    private static final Set<String> EXCLUDING =
            Set.of("stringnotequals", "stringnotlike", "arnnotequals", "arnnotlike");

    private Lockout() {}

    /** The first statement that would shut Cooper out, as a refusal. */
    public static Optional<Refusal> refusal(String path, JsonNode document, String bucket, OwnIdentity self) {
        AtomicInteger index = new AtomicInteger(-1);
        return PolicyMatch.statements(document)
                .peek(_ -> index.incrementAndGet())
                .filter(statement -> shutsOut(statement, bucket, self))
                .findFirst()
                .map(_ -> Refusal.invalid(
                        "%s.Statement[%d]".formatted(path, index.get()),
                        "it would deny Cooper itself the bucket's settings, and so the way back: leave %s out of it by"
                                        .formatted(self.principal() == null ? "Cooper's user" : self.principal())
                                + " naming other principals, or deny only what is done with objects"));
    }

    private static boolean shutsOut(JsonNode statement, String bucket, OwnIdentity self) {
        return PolicyMatch.denies(statement)
                && coversPrincipal(statement, self)
                && NEEDED.stream().anyMatch(action -> PolicyMatch.coversAction(statement, action))
                && PolicyMatch.coversResource(statement, bucket)
                && !spares(statement.path("Condition"), self);
    }

    private static boolean coversPrincipal(JsonNode statement, OwnIdentity self) {
        boolean named =
                PolicyMatch.texts(statement.path(statement.has("Principal") ? "Principal" : "NotPrincipal")).stream()
                        .anyMatch(principal -> names(principal, self));
        return named == statement.has("Principal");
    }

    /** An account is all of its users. */
    private static boolean names(String principal, OwnIdentity self) {
        if (principal.equals("*")) {
            return true;
        }
        String own = self.principal();
        return own != null
                && (PolicyMatch.covers(principal, own)
                        || (principal.endsWith(":root")
                                && own.startsWith(principal.substring(0, principal.length() - "root".length())))
                        || own.startsWith("arn:aws:iam::" + principal + ":"));
    }

    private static boolean spares(JsonNode condition, OwnIdentity self) {
        return condition.properties().stream().anyMatch(operator -> operator.getValue().properties().stream()
                .anyMatch(key -> spares(
                        operator.getKey().toLowerCase(Locale.ROOT),
                        key.getKey().toLowerCase(Locale.ROOT),
                        PolicyMatch.texts(key.getValue()),
                        self)));
    }

    private static boolean spares(String operator, String key, List<String> values, OwnIdentity self) {
        if (key.equals("aws:securetransport")) {
            return operator.startsWith("bool") && values.equals(List.of("false")) && self.overTls();
        }
        String own = self.principal();
        return key.equals("aws:principalarn")
                && EXCLUDING.contains(operator)
                && own != null
                && values.stream()
                        .anyMatch(value ->
                                operator.endsWith("like") ? PolicyMatch.covers(value, own) : value.equals(own));
    }
}
