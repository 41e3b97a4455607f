package dev.cooper.plan;

import dev.cooper.api.Addressing;
import dev.cooper.api.CannedAcl;
import dev.cooper.api.EncryptionSpec.Algorithm;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.KeySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of store can do, what it forbids, and how it wants to be spoken to. Read from
 * {@code profiles/<provider>.yaml}, which names the source of each fact.
 *
 * @param provider the provider's id
 * @param endpoint the well-known URL of the S3 API, or null where each installation has its own
 * @param region the region to sign for when the ObjectStore names none
 * @param addressing how a bucket stands in a URL
 * @param features which features of {@link BucketFeature} exist, by name
 * @param bucketNames rules for names beyond S3's
 * @param acl limits of ACLs
 * @param encryption limits of default encryption
 * @param lifecycle limits of lifecycle rules
 * @param objectLock limits of object lock
 * @param policy how bucket policies are judged
 * @param wire how requests are written
 * @param sts the dialect of the Security Token Service, or null where there is none that Cooper speaks
 * @param keystone the well-known Keystone, or null
 * @param keys how AccessKeys are issued
 * @param publicUrl where a public bucket is read; {endpoint}, {account}, {bucket} and {tenant:}, which is empty where there is none, are
 *     filled in
 */
public record Profile(
        String provider,
        @Nullable String endpoint,
        String region,
        Addressing addressing,
        Map<String, Boolean> features,
        BucketNames bucketNames,
        Acl acl,
        Encryption encryption,
        Lifecycle lifecycle,
        ObjectLock objectLock,
        Policy policy,
        Wire wire,
        @Nullable Sts sts,
        @Nullable Keystone keystone,
        Keys keys,
        String publicUrl) {

    /** Length in characters; names that the store keeps for itself. */
    public record BucketNames(int minLength, int maxLength, Set<String> reserved) {}

    /**
     * Limits of ACLs.
     *
     * @param idPattern what a user id looks like
     * @param idDescription the same in words
     * @param reachesObjects whether what the ACL of a bucket grants holds for its objects too
     */
    public record Acl(
            Set<CannedAcl> canned,
            Set<GranteeGroup> groups,
            String idPattern,
            String idDescription,
            boolean reachesObjects) {
        boolean acceptsId(String id) {
            return Pattern.matches(idPattern, id);
        }
    }

    /** Algorithms on offer. */
    public record Encryption(Set<Algorithm> algorithms) {}

    /** Elements of a rule on offer, as paths within the rule. */
    public record Lifecycle(Set<String> elements) {}

    /**
     * Limits of object lock.
     *
     * @param onExisting whether a bucket that exists without it can get it
     */
    public record ObjectLock(boolean onExisting) {}

    /**
     * How bucket policies are judged.
     *
     * @param anyAllowIsPublic whether the store takes every statement that allows something for a public one
     * @param heedsNotAction whether a statement with NotAction says anything to the store
     * @param marksPlainRequests whether aws:SecureTransport is false, and not absent, of a request without TLS
     * @param principals whom a policy can name
     */
    public record Policy(
            boolean anyAllowIsPublic, boolean heedsNotAction, boolean marksPlainRequests, Principals principals) {}

    /** How the grantees of a BucketPolicy are written as principals, beside "*"; null for those that cannot be. */
    public record Principals(
            @Nullable Form userID,
            @Nullable Form accountID,
            @Nullable Form roleArn) {

        /**
         * The ARN of a principal.
         *
         * @param pattern what its id looks like
         * @param arn the ARN, with $0 or the pattern's groups in it
         * @param description the id in words
         */
        public record Form(String pattern, String arn, String description) {
            /** The ARN of whoever has this id, or empty for what is none. */
            public Optional<String> arn(String id) {
                Matcher matcher = Pattern.compile(pattern).matcher(id);
                return matcher.matches() ? Optional.of(matcher.replaceFirst(arn)) : Optional.empty();
            }
        }

        /** For people. */
        String names() {
            Map<String, @Nullable Form> forms = new LinkedHashMap<>();
            forms.put("userID", userID);
            forms.put("accountID", accountID);
            forms.put("roleArn", roleArn);
            forms.values().removeIf(Objects::isNull);
            return Stream.concat(forms.keySet().stream(), Stream.of("everyone")).collect(Collectors.joining(", "));
        }
    }

    /**
     * How requests are written.
     *
     * @param contentMd5 whether writes carry Content-MD5 instead of newer checksums
     * @param htmlContentType whether requests say Content-Type text/html
     * @param locationConstraint whether CreateBucket names the region
     */
    public record Wire(boolean contentMd5, boolean htmlContentType, boolean locationConstraint) {}

    /**
     * Security Token Service.
     *
     * @param flavour the dialect
     * @param providerId the identity provider that requests name, or null
     */
    public record Sts(Flavour flavour, @Nullable String providerId) {

        /** Dialects of STS. */
        public enum Flavour {
            /** AssumeRoleWithWebIdentity as JSON, with a Keystone token (KakaoCloud). */
            KAKAOCLOUD_JSON,
            /** AWS's form API. */
            STANDARD
        }
    }

    /** A well-known Keystone. */
    public record Keystone(String endpoint) {}

    /**
     * How AccessKeys are issued.
     *
     * @param sources the sources there are, the default first
     * @param choosesIds whether Cooper may choose the ids of Keystone keys, through /v3/credentials
     */
    public record Keys(List<KeySource> sources, boolean choosesIds) {}

    public boolean supports(BucketFeature<?> feature) {
        return features.getOrDefault(feature.key(), false);
    }

    /** This profile with an ObjectStore's spec.capabilities laid over it. */
    public Profile withOverrides(Map<String, Boolean> overrides) {
        Map<String, Boolean> merged = new TreeMap<>(features);
        merged.putAll(overrides);
        return new Profile(
                provider,
                endpoint,
                region,
                addressing,
                merged,
                bucketNames,
                acl,
                encryption,
                lifecycle,
                objectLock,
                policy,
                wire,
                sts,
                keystone,
                keys,
                publicUrl);
    }
}
