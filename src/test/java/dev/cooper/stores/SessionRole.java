package dev.cooper.stores;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** What sessions of the source assumeRole are of. */
final class SessionRole {
    private SessionRole() {}

    /** Makes a role that may do everything in S3, and that the store's user may take on. */
    static String arn(JsonNode store, String name) {
        return arn(store, name, "s3:*");
    }

    /** Makes a role that may do this in S3, and that the store's user may take on. */
    static String arn(JsonNode store, String name, String action) {
        try (IamClient iam = IamClient.builder()
                .endpointOverride(URI.create(store.path("endpoint").asText()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        store.path("accessKey").asText(),
                        store.path("secretKey").asText())))
                .build()) {
            String arn = iam.createRole(r -> r.roleName(name).path("/").assumeRolePolicyDocument("""
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole"],
                             "Principal":{"AWS":["arn:aws:iam:::user/%s"]}}]}""".formatted(
                                    store.path("user").asText("testing"))))
                    .role()
                    .arn();
            iam.putRolePolicy(r -> r.roleName(name).policyName("all").policyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["%s"],\
                    "Resource":["arn:aws:s3:::*"]}]}""".formatted(action)));
            return arn;
        }
    }
}
