package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.plan.Lockout;
import dev.cooper.plan.OwnIdentity;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Statements that Ceph RGW shuts a bucket's own owner out by are refused before; those that it does not are not, or with reason. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class LockoutOnRgwTest {
    private S3Client owner;

    @BeforeAll
    void start() {
        owner = PolicyBench.client(Stores.rgw());
    }

    @AfterAll
    void stop() {
        owner.close();
    }

    /** All that Cooper asks of a bucket whatever its spec says; an answer is one, unless it is 403. */
    private static final List<Consumer<Request>> NEEDED = List.of(
            on -> on.s3().headBucket(r -> r.bucket(on.bucket())),
            on -> on.s3().getBucketAcl(r -> r.bucket(on.bucket())),
            on -> on.s3().putBucketAcl(r -> r.bucket(on.bucket()).accessControlPolicy(on.acl())),
            on -> on.s3().getBucketLifecycleConfiguration(r -> r.bucket(on.bucket())),
            on -> on.s3().getBucketVersioning(r -> r.bucket(on.bucket())),
            on -> on.s3().getBucketTagging(r -> r.bucket(on.bucket())),
            on -> on.s3().getBucketCors(r -> r.bucket(on.bucket())),
            on -> on.s3().getObjectLockConfiguration(r -> r.bucket(on.bucket())),
            on -> on.s3().getBucketPolicy(r -> r.bucket(on.bucket())),
            on -> on.s3().putBucketPolicy(r -> r.bucket(on.bucket()).policy(on.policy())),
            on -> on.s3().deleteBucketPolicy(r -> r.bucket(on.bucket())));

    private record Request(S3Client s3, String bucket, AccessControlPolicy acl, String policy) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // statement, without Effect and brackets; @ is the bucket's ARN, ME Cooper's | shuts out | refused
                "'Principal':'*','Action':'s3:*','Resource':['@','@/*']                                  | true  | true",
                "'Principal':{'AWS':'*'},'Action':'*','Resource':'*'                                     | true  | true",
                "'Principal':{'AWS':['x','ME']},'Action':'s3:PutBucketPolicy','Resource':'@'             | true  | true",
                "'Principal':{'AWS':'ME'},'Action':['s3:DeleteBucketPolicy'],'Resource':'@'              | true  | true",
                "'Principal':{'AWS':'ME'},'Action':'s3:ListBucket','Resource':'@'                        | true  | true",
                "'Principal':{'AWS':'ME'},'Action':'s3:GetBucketTagging','Resource':'@'                  | true  | true",
                "'Principal':{'AWS':'ME'},'Action':'s3:GetBucketObjectLockConfiguration','Resource':'@'  | true  | true",
                "'Principal':{'AWS':'arn:aws:iam:::root'},'Action':'s3:*','Resource':'@'                 | true  | true",
                "'Principal':{'AWS':''},'Action':'s3:*','Resource':'@'                                   | true  | true",
                "'NotPrincipal':{'AWS':'arn:aws:iam:::user/x'},'Action':'s3:*','Resource':'@'            | true  | true",
                "'Principal':'*','Action':'S3:putbucketpolicy','Resource':'@'                            | true  | true",
                "'Principal':'*','Action':'s3:?utBucketP*','Resource':'@'                                | true  | true",
                "'Principal':'*','Action':'s3:*','NotResource':'@/*'                                     | true  | true",
                "'Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::*'                             | true  | true",
                "'Principal':'*','Action':'s3:*','Resource':'@','Condition':{'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}}     | true | true",
                "'Principal':'*','Action':'s3:*','Resource':'@','Condition':{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | true | true",
                "'Principal':'*','Action':'s3:*','Resource':'@','Condition':{'BoolIfExists':{'aws:SecureTransport':'false'}} | true | true",
                "'Principal':'*','Action':'s3:*','Resource':'@','Condition':{'StringNotEqualsIfExists':{'aws:PrincipalArn':'x'}} | true | true",
                // not known here to spare Cooper, although it does
                "'Principal':'*','Action':'s3:*','Resource':'@','Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | false | true",
                "'Principal':'*','NotAction':'s3:GetObject','Resource':'@'                               | false | true",
                // harmless
                "'Principal':'*','Action':'s3:*','Resource':'@/*'                                        | false | false",
                "'Principal':'*','Action':['s3:GetObject','s3:PutObject'],'Resource':['@','@/*']         | false | false",
                "'Principal':'*','Action':'s3:DeleteBucket','Resource':'@'                               | false | false",
                "'NotPrincipal':{'AWS':'ME'},'Action':'s3:*','Resource':['@','@/*']                      | false | false",
                "'Principal':{'AWS':'arn:aws:iam:::user/x'},'Action':'s3:*','Resource':'@'               | false | false",
                "'Principal':{'AWS':'arn:aws:iam::shop:root'},'Action':'s3:*','Resource':'@'             | false | false",
                "'Principal':'*','Action':'s3:*','Resource':'@','Condition':{'StringNotEquals':{'aws:PrincipalArn':'ME'}} | false | false",
            })
    void whatShutsTheOwnerOutIsRefused(String statement, boolean shutsOut, boolean refused) {
        String bucket = "lockout-" + UUID.randomUUID();
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",%s}]}"
                .formatted(statement.replace('\'', '"'))
                .replace("@", "arn:aws:s3:::" + bucket)
                .replace("ME", PolicyBench.ownArn());
        assertThat(Lockout.refusal(
                                "spec.policy",
                                PolicyBench.json(policy),
                                bucket,
                                new OwnIdentity(PolicyBench.ownArn(), false))
                        .isPresent())
                .isEqualTo(refused);

        owner.createBucket(r -> r.bucket(bucket));
        GetBucketAclResponse acl = owner.getBucketAcl(r -> r.bucket(bucket));
        owner.putBucketPolicy(r -> r.bucket(bucket).policy(policy));
        Request request = new Request(
                owner,
                bucket,
                AccessControlPolicy.builder()
                        .owner(acl.owner())
                        .grants(acl.grants())
                        .build(),
                policy);
        assertThat(NEEDED.stream().anyMatch(one -> isForbidden(one, request))).isEqualTo(shutsOut);
        assertThat(refused || !shutsOut).as("nothing that shuts out gets by").isTrue();
    }

    private static boolean isForbidden(Consumer<Request> needed, Request request) {
        try {
            needed.accept(request);
            return false;
        } catch (S3Exception e) {
            return e.statusCode() == 403;
        }
    }
}
