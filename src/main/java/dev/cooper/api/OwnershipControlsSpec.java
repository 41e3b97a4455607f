package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

@JsonIgnoreProperties(ignoreUnknown = true)
public record OwnershipControlsSpec(
        @Required @JsonPropertyDescription("""
                BucketOwnerEnforced turns ACLs off: the bucket's owner owns every object, and policies alone grant \
                access (what aws gives to new buckets). BucketOwnerPreferred keeps ACLs, and gives the owner those \
                objects that are uploaded with the ACL bucket-owner-full-control. ObjectWriter keeps ACLs, and leaves \
                each object to the account that uploads it; a bucket without ownership controls counts as that.""") ObjectOwnership objectOwnership) {

    /** S3's words for who owns the objects of a bucket. */
    public enum ObjectOwnership {
        BucketOwnerEnforced,
        BucketOwnerPreferred,
        ObjectWriter
    }
}
