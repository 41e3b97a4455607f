package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who everyone is, and who Cooper is, on Ceph RGW behind Keystone, where each project is a tenant. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class PublicOnKeystoneTest {
    private static final String EVERYONE = "grants: [{to: {everyone: true}, access: Read}]\n";

    private OperatorHarness cooper;
    private String store;
    private String project;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        store = Stores.connectKeystone(cooper);
        project = Stores.keystone().path("project").path("id").asText();
    }

    @AfterAll
    void stop() {
        cooper.close();
        cooper.admin().resources(ObjectStore.class).withName(store).delete();
    }

    private String bucket(String stem) {
        String bucket = cooper.bucketName(stem);
        cooper.bucket(bucket, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        return bucket;
    }

    private BucketPolicy policy(String bucket, String spec, String reason) {
        cooper.bucketPolicy(bucket, "bucketRef: {name: %s}\n%s".formatted(bucket, spec));
        return cooper.awaitReason(BucketPolicy.class, bucket, reason);
    }

    private static HttpResponse<String> get(String url) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyoneNeedsBothWordsAndThenReadsUnderTheProjectsName() {
        String bucket = bucket("public");
        cooper.accessKey("writer", """
                storeRef: {name: %s}
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: writer}
                """.formatted(store, bucket));
        cooper.awaitReason(AccessKey.class, "writer", "Ready");
        try (KeyUse writer = KeyUse.of(cooper, "writer")) {
            assertThat(writer.put(bucket, "hello")).isEqualTo(200);
        }
        String url = "%s/%s:%s/hello"
                .formatted(Stores.rgwWithKeystone().path("endpoint").asText(), project, bucket);

        policy(bucket, EVERYONE, "PublicAccessDenied");
        BucketPolicy denied = policy(bucket, EVERYONE + "allowPublic: true", "PublicAccessDenied");
        assertThat(Readiness.message(denied)).contains("publicAccess: Denied");
        assertThat(get(url).statusCode()).isEqualTo(403);

        Stores.keystoneStore(cooper, store, "publicAccess: Allowed");
        policy(bucket, EVERYONE, "PublicAccessDenied");
        assertThat(get(url).statusCode()).isEqualTo(403);
        policy(bucket, EVERYONE + "allowPublic: true", "Ready");
        assertThat(get(url).body()).isEqualTo("hello");
        assertThat(Objects.requireNonNull(cooper.get(Bucket.class, bucket))
                                .getStatus()
                                .publicURL()
                        + "/hello")
                .isEqualTo(url);

        cooper.delete(Objects.requireNonNull(cooper.get(BucketPolicy.class, bucket)));
        Awaitility.await().untilAsserted(() -> assertThat(get(url).statusCode()).isEqualTo(403));
    }

    @Test
    void cooperIsTheUserOfItsProject() {
        assertThat(Objects.requireNonNull(cooper.get(ObjectStore.class, store))
                        .getStatus()
                        .userID())
                .isEqualTo(project + "$" + project);
        String bucket = bucket("own");
        BucketPolicy refused = policy(bucket, """
                document:
                  Version: "2012-10-17"
                  Statement: [{Effect: Deny, Principal: {AWS: "arn:aws:iam::%1$s:user/%1$s"}, Action: "s3:*",
                    Resource: "arn:aws:s3:::%2$s"}]
                """.formatted(project, bucket), "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("it would deny Cooper itself");
    }
}
