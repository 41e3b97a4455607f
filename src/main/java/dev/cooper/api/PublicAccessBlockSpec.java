package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PublicAccessBlockSpec(
        @Nullable @JsonPropertyDescription("""
                true refuses every new ACL, of the bucket or of an object, that grants something to everyone. \
                Public ACLs that are there stay in force. Default: false.""") Boolean blockPublicAcls,

        @Nullable @JsonPropertyDescription("""
                true makes public ACLs count for nothing, those that are there and those to come. Default: false.""") Boolean ignorePublicAcls,

        @Nullable @JsonPropertyDescription("""
                true refuses every new bucket policy that opens the bucket to everyone. A public policy that is \
                there stays in force. Default: false.""") Boolean blockPublicPolicy,

        @Nullable @JsonPropertyDescription("""
                true leaves a bucket with a public policy to the bucket's own account and to services of the store. \
                Default: false.""") Boolean restrictPublicBuckets) {

    public boolean blocksPublicAcls() {
        return Boolean.TRUE.equals(blockPublicAcls);
    }

    public boolean ignoresPublicAcls() {
        return Boolean.TRUE.equals(ignorePublicAcls);
    }

    public boolean blocksPublicPolicy() {
        return Boolean.TRUE.equals(blockPublicPolicy);
    }

    public boolean restrictsPublicBuckets() {
        return Boolean.TRUE.equals(restrictPublicBuckets);
    }
}
