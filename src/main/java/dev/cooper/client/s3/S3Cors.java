package dev.cooper.client.s3;

import dev.cooper.api.CorsRule;
import dev.cooper.plan.CorsState;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Get, Put and DeleteBucketCors. */
final class S3Cors {
    private final S3Client s3;

    S3Cors(S3Client s3) {
        this.s3 = s3;
    }

    CorsState observe(String bucket) {
        try {
            return new CorsState(s3.getBucketCors(request -> request.bucket(bucket)).corsRules().stream()
                    .map(S3Cors::fromSdk)
                    .toList());
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("NoSuchCORSConfiguration")) {
                return CorsState.NONE;
            }
            throw e;
        }
    }

    void put(String bucket, List<CorsRule> rules) {
        List<CORSRule> sdk = rules.stream().map(S3Cors::toSdk).toList();
        s3.putBucketCors(
                request -> request.bucket(bucket).corsConfiguration(configuration -> configuration.corsRules(sdk)));
    }

    void delete(String bucket) {
        s3.deleteBucketCors(request -> request.bucket(bucket));
    }

    private static CorsState.Rule fromSdk(CORSRule rule) {
        return CorsState.Rule.of(
                rule.id() == null || rule.id().isEmpty() ? null : rule.id(),
                rule.allowedOrigins(),
                rule.allowedMethods(),
                rule.allowedHeaders(),
                rule.exposeHeaders(),
                rule.maxAgeSeconds());
    }

    private static CORSRule toSdk(CorsRule rule) {
        return CORSRule.builder()
                .id(rule.id())
                .allowedOrigins(rule.allowedOrigins())
                .allowedMethods(rule.allowedMethods().stream()
                        .map(CorsRule.Method::name)
                        .toList())
                .allowedHeaders(rule.allowedHeaders())
                .exposeHeaders(rule.exposeHeaders())
                .maxAgeSeconds(rule.maxAgeSeconds())
                .build();
    }
}
