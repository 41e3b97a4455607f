package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import java.util.Objects;

@JsonIgnoreProperties(ignoreUnknown = true)
public record BucketAccess(
        @Required @JsonPropertyDescription("A Bucket of this namespace. The key waits until it is Ready.")
        ObjectReference bucketRef,

        @Default("ReadWrite")
        @JsonPropertyDescription(
                "What the workload needs: Read, Write, ReadWrite (default) or Admin, which adds the bucket's settings.")
        Access access) {

    public BucketAccess {
        access = Objects.requireNonNullElse(access, Access.ReadWrite);
    }

    /** Levels of access to a bucket. */
    public enum Access {
        Read,
        Write,
        ReadWrite,
        Admin
    }
}
