package dev.cooper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table "S3 API support by region" of the page, word for word, against {@link Operation}. */
class OperationTest {
    private static final String SUPPORTED = """
            ListBuckets HeadBucket GetBucketAcl GetBucketEncryption GetBucketLifecycle
            GetBucketLifecycleConfiguration GetBucketLocation GetBucketLogging ListObjectsV2 ListMultipartUploads
            ListObjects PutBucketAcl PutBucketEncryption PutBucketLifecycle PutBucketLifecycleConfiguration
            PutBucketLogging CreateBucket DeleteBucketLifecycle DeleteBucketLifecycleConfiguration DeleteBucket
            DeleteObjects HeadObject GetObjectTagging ListParts GetObject PutObjectTagging UploadPartCopy UploadPart
            CopyObject PutObject AbortMultipartUpload DeleteObjectTagging DeleteObject CompleteMultipartUpload
            CreateMultipartUpload
            """;
    private static final String NOT_SUPPORTED = """
            GetBucketAccelerateConfiguration GetBucketAnalyticsConfiguration ListBucketAnalyticsConfigurations
            GetBucketCors GetBucketIntelligentTieringConfiguration ListBucketIntelligentTieringConfigurations
            GetBucketInventoryConfiguration ListBucketInventoryConfigurations GetBucketMetricsConfiguration
            ListBucketMetricsConfigurations GetBucketNotification GetBucketNotificationConfiguration
            GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketReplication
            GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite ListObjectVersions
            GetObjectLockConfiguration GetPublicAccessBlock PutBucketAccelerateConfiguration
            PutBucketAnalyticsConfiguration PutBucketCors PutBucketIntelligentTieringConfiguration
            PutBucketInventoryConfiguration PutBucketMetricsConfiguration PutBucketNotification
            PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication
            PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutObjectLockConfiguration
            PutPublicAccessBlock DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption
            DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration
            DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy DeleteBucketReplication
            DeleteBucketTagging DeleteBucketWebsite DeletePublicAccessBlock GetObjectAcl GetObjectAttributes
            GetObjectLegalHold GetObjectRetention GetObjectTorrent PutObjectAcl PutObjectLegalHold PutObjectRetention
            RestoreObject SelectObjectContent WriteGetObjectResponse
            """;
    /** Two names of the table for one request. */
    private static final Map<String, String> SAME_REQUEST = Map.of(
            "GetBucketLifecycleConfiguration", "GetBucketLifecycle",
            "PutBucketLifecycleConfiguration", "PutBucketLifecycle",
            "DeleteBucketLifecycleConfiguration", "DeleteBucketLifecycle",
            "GetBucketNotification", "GetBucketNotificationConfiguration",
            "PutBucketNotification", "PutBucketNotificationConfiguration");

    @Test
    void hasEveryOperationThatThePageSupports() {
        Set<String> expected = named(SUPPORTED);
        expected.add("AssumeRoleWithWebIdentity"); // the supported part of SecurityTokenService

        assertThat(operations(true)).isEqualTo(expected);
    }

    @Test
    void hasEveryOperationThatThePageDoesNotSupport() {
        Set<String> expected = named(NOT_SUPPORTED);
        expected.add("SecurityTokenService"); // its other actions
        expected.add("Unknown"); // what the page does not name

        assertThat(operations(false)).isEqualTo(expected);
    }

    private static Set<String> named(String table) {
        return Arrays.stream(table.strip().split("\\s+", -1))
                .map(name -> SAME_REQUEST.getOrDefault(name, name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> operations(boolean supported) {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.supported() == supported)
                .map(Operation::pageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
