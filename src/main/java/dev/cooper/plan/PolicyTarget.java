package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.PublicAccess;
import java.util.Map;

/**
 * The bucket that BucketPolicies are about.
 *
 * @param resource the Bucket's name in Kubernetes
 * @param bucket its name on the store
 * @param spec what the Bucket itself says
 * @param profile what its store can do
 * @param publicAccess whether its store lets buckets be opened to everyone
 * @param self who Cooper is there
 * @param keys who signs in with the AccessKeys that the BucketPolicies name, by metadata.name
 */
public record PolicyTarget(
        String resource,
        String bucket,
        BucketSpec spec,
        Profile profile,
        PublicAccess publicAccess,
        OwnIdentity self,
        Map<String, KeyIdentity> keys) {

    KeyIdentity key(String name) {
        return keys.getOrDefault(name, KeyIdentity.MISSING);
    }
}
