package dev.cooper.faults;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;

/** A store that runs on its own, by AWS's SDK. */
final class RealStore implements Backend {
    private final URI endpoint;
    private final S3Client s3;
    private final IamClient iam;
    private final StsClient sts;
    private final String accessKey;
    private final String secretKey;
    private final boolean hasUsers;

    /**
     * Connects to a store.
     *
     * @param hasUsers whether keys of users of their own can be issued there
     */
    RealStore(URI endpoint, String accessKey, String secretKey, boolean hasUsers) {
        AwsCredentialsProvider keys =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.hasUsers = hasUsers;
        this.s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(keys)
                .build();
        this.iam = IamClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build();
        this.sts = StsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build();
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    String accessKey() {
        return accessKey;
    }

    String secretKey() {
        return secretKey;
    }

    @Override
    public void createBucket(String name) {
        s3.createBucket(r -> r.bucket(name));
    }

    @Override
    public void putObject(String bucket, String key) {
        s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("x"));
    }

    @Override
    public String bucket(String name) {
        List<String> parts = new ArrayList<>();
        parts.add(orCode(() -> s3.getBucketAcl(r -> r.bucket(name)).grants()));
        parts.add(orCode(
                () -> s3.getBucketLifecycleConfiguration(r -> r.bucket(name)).rules()));
        parts.add(orCode(() -> s3.getBucketTagging(r -> r.bucket(name)).tagSet()));
        parts.add(orCode(() -> s3.getBucketVersioning(r -> r.bucket(name)).statusAsString()));
        parts.add(orCode(() -> s3.getBucketPolicy(r -> r.bucket(name)).policy()));
        parts.add(orCode(() -> {
            ListObjectVersionsResponse held = s3.listObjectVersions(r -> r.bucket(name));
            return held.versions().size() + " versions, " + held.deleteMarkers().size() + " delete markers";
        }));
        return "bucket: " + String.join(" ", parts);
    }

    /** An absent section, and an absent bucket, are told by S3's error code. */
    private static String orCode(Supplier<Object> section) {
        try {
            return String.valueOf(section.get());
        } catch (S3Exception e) {
            return String.valueOf(e.awsErrorDetails().errorCode());
        }
    }

    @Override
    public Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        listUsers().forEach(user -> iam.listAccessKeys(r -> r.userName(user.userName()))
                .accessKeyMetadata()
                .forEach(key -> keys.put(key.accessKeyId(), "")));
        return keys;
    }

    @Override
    public Map<String, String> users() {
        return listUsers().stream().map(User::userName).collect(Collectors.toMap(Function.identity(), this::policies));
    }

    private String policies(String user) {
        return iam.listUserPolicies(r -> r.userName(user)).policyNames().stream()
                .map(policy -> iam.getUserPolicy(r -> r.userName(user).policyName(policy))
                        .policyDocument())
                .collect(Collectors.joining(" "));
    }

    /** What each look lists, with as many requests as there are users. */
    @Override
    public void removeUsers(Set<String> names) {
        names.forEach(name -> {
            iam.listAccessKeys(r -> r.userName(name))
                    .accessKeyMetadata()
                    .forEach(key -> iam.deleteAccessKey(r -> r.userName(name).accessKeyId(key.accessKeyId())));
            iam.listUserPolicies(r -> r.userName(name))
                    .policyNames()
                    .forEach(
                            policy -> iam.deleteUserPolicy(r -> r.userName(name).policyName(policy)));
            iam.deleteUser(r -> r.userName(name));
        });
    }

    private List<User> listUsers() {
        return hasUsers ? iam.listUsers().users() : List.of();
    }

    /** Whom moto takes the key's bearer for; it checks no signatures. */
    @Override
    public String tried(WorkloadKey key) {
        return sts.getCallerIdentity(r -> r.overrideConfiguration(
                        o -> o.credentialsProvider(StaticCredentialsProvider.create(key.credentials()))))
                .arn();
    }

    @Override
    public void close() {
        sts.close();
        s3.close();
        iam.close();
    }
}
