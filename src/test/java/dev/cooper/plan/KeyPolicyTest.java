package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketAccess.Access;
import dev.cooper.plan.KeyPolicy.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rights become a document that allows them and nothing else. */
class KeyPolicyTest {
    private static final String BUCKET = "arn:aws:s3:::receipts";

    private static KeyRight right(String bucket, Access access) {
        return new KeyRight(bucket, access, null);
    }

    private static KeyPolicy policy(KeyRight... rights) {
        return KeyPolicy.of(List.of(rights), "us-east-1");
    }

    /** Whether a document allows an action, as IAM judges it; listings are asked for with a prefix. */
    private static boolean allows(KeyPolicy policy, String action, String resource, String prefix) {
        return policy.statements().stream()
                .anyMatch(statement -> matchesAny(statement.actions(), action)
                        && matchesAny(statement.resources(), resource)
                        && (statement.prefixes().isEmpty() || matchesAny(statement.prefixes(), prefix)));
    }

    private static boolean matchesAny(List<String> patterns, String text) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                        : text.equals(pattern));
    }

    @ParameterizedTest
    @CsvSource({
        "Read,      true,  true,  false, false, false",
        "Write,     false, false, true,  true,  false",
        "ReadWrite, true,  true,  true,  true,  false",
        "Admin,     true,  true,  true,  true,  true",
    })
    void eachAccessAllowsWhatItSays(
            Access access, boolean lists, boolean gets, boolean puts, boolean deletes, boolean settings) {
        KeyPolicy policy = policy(right("receipts", access));

        assertThat(allows(policy, "s3:ListBucket", BUCKET, "")).isEqualTo(lists);
        assertThat(allows(policy, "s3:GetObject", BUCKET + "/a", "")).isEqualTo(gets);
        assertThat(allows(policy, "s3:PutObject", BUCKET + "/a", "")).isEqualTo(puts);
        assertThat(allows(policy, "s3:DeleteObject", BUCKET + "/a", "")).isEqualTo(deletes);
        assertThat(allows(policy, "s3:PutLifecycleConfiguration", BUCKET, "")).isEqualTo(settings);
        assertThat(allows(policy, "s3:DeleteObjectVersion", BUCKET + "/a", "")).isEqualTo(settings);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void noAccessReachesAnotherBucketOrDeletesItsOwn(Access access) {
        KeyPolicy policy = policy(right("receipts", access));

        for (String action : List.of("s3:GetBucketLocation", "s3:ListBucket", "s3:GetObject", "s3:PutObject")) {
            assertThat(allows(policy, action, "arn:aws:s3:::invoices", "")).isFalse();
            assertThat(allows(policy, action, "arn:aws:s3:::invoices/a", "")).isFalse();
            assertThat(allows(policy, action, "arn:aws:s3:::receipts-old/a", ""))
                    .isFalse();
        }
        assertThat(allows(policy, "s3:DeleteBucket", BUCKET, "")).isFalse();
        assertThat(allows(policy, "s3:CreateBucket", BUCKET, "")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void eachKeyMayAskWhatProvesIt(Access access) {
        assertThat(allows(policy(right("receipts", access)), "s3:GetBucketLocation", BUCKET, ""))
                .isTrue();
    }

    @Test
    void aPrefixNarrowsObjectsAndListings() {
        KeyPolicy policy = policy(new KeyRight("receipts", Access.ReadWrite, "reports/"));

        assertThat(allows(policy, "s3:GetObject", BUCKET + "/reports/a", "")).isTrue();
        assertThat(allows(policy, "s3:PutObject", BUCKET + "/reports/a", "")).isTrue();
        assertThat(allows(policy, "s3:GetObject", BUCKET + "/drafts/a", "")).isFalse();
        assertThat(allows(policy, "s3:ListBucket", BUCKET, "reports/2026")).isTrue();
        assertThat(allows(policy, "s3:ListBucket", BUCKET, "")).isFalse();
    }

    @Test
    void aListingUnderAPrefixIsNotAllowedInTheOtherBucket() {
        KeyPolicy policy = policy(
                new KeyRight("receipts", Access.Read, "reports/"), new KeyRight("invoices", Access.Read, "2026/"));

        assertThat(allows(policy, "s3:ListBucket", BUCKET, "reports/")).isTrue();
        assertThat(allows(policy, "s3:ListBucket", BUCKET, "2026/")).isFalse();
        assertThat(allows(policy, "s3:ListBucket", "arn:aws:s3:::invoices", "reports/"))
                .isFalse();
    }

    @Test
    void rightsOnOneBucketAddUp() {
        KeyPolicy policy = policy(
                new KeyRight("receipts", Access.Read, "reports/"), new KeyRight("receipts", Access.Write, "inbox/"));

        assertThat(allows(policy, "s3:GetObject", BUCKET + "/reports/a", "")).isTrue();
        assertThat(allows(policy, "s3:PutObject", BUCKET + "/inbox/a", "")).isTrue();
        assertThat(allows(policy, "s3:PutObject", BUCKET + "/reports/a", "")).isFalse();
        assertThat(allows(policy, "s3:GetObject", BUCKET + "/inbox/a", "")).isFalse();
        assertThat(allows(policy, "s3:ListBucket", BUCKET, "inbox/")).isFalse();
    }

    @Test
    void theWholeBucketBesideAPrefixIsTheWholeBucket() {
        KeyPolicy policy =
                policy(new KeyRight("receipts", Access.Read, "reports/"), new KeyRight("receipts", Access.Read, null));

        assertThat(allows(policy, "s3:ListBucket", BUCKET, "")).isTrue();
    }

    @Test
    void theOrderOfRightsDoesNotMatter() {
        List<KeyRight> rights = new ArrayList<>(List.of(
                right("receipts", Access.Read),
                right("invoices", Access.Read),
                new KeyRight("receipts", Access.Write, "inbox/"),
                new KeyRight("drafts", Access.ReadWrite, "a/"),
                right("logs", Access.Admin)));
        KeyPolicy expected = KeyPolicy.of(rights, "us-east-1");
        Collections.shuffle(rights, new Random(7));

        assertThat(KeyPolicy.of(rights, "us-east-1")).isEqualTo(expected);
    }

    /** IAM takes 2048 characters; a statement for each bucket would not fit for many buckets. */
    @Test
    void bucketsOfTheSameAccessShareStatements() {
        assertThat(policy(right("a", Access.Read), right("b", Access.Read), right("c", Access.Read))
                        .statements())
                .hasSize(3)
                .extracting(Statement::resources)
                .allSatisfy(resources -> assertThat(resources).hasSize(3));
    }

    @ParameterizedTest
    @CsvSource({"cn-north-1, arn:aws-cn:", "us-gov-west-1, arn:aws-us-gov:", "kr-central-2, arn:aws:"})
    void resourcesAreNamedAsInTheirRegion(String region, String beginning) {
        assertThat(KeyPolicy.of(List.of(right("receipts", Access.Admin)), region)
                        .statements())
                .flatExtracting(Statement::resources)
                .allSatisfy(resource -> assertThat(resource).startsWith(beginning));
    }
}
