package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.prefix) || self.prefix.matches('" + Formats.OBJECT_PREFIX + "')",
        message = "spec.buckets[].prefix is taken literally and must not hold *, ? or $: write the beginning of the"
                + " objects' keys, for example reports/",
        fieldPath = ".prefix")
@ValidationRule(
        value = "!has(self.prefix) || self.access != 'Admin'",
        message = "spec.buckets[].prefix does not go with access Admin, since a bucket's settings have no prefix:"
                + " say Read, Write or ReadWrite",
        fieldPath = ".prefix")
public record BucketAccess(
        @Required @JsonPropertyDescription("A Bucket of this namespace. The key waits until it is Ready.")
        ObjectReference bucketRef,

        @Default("ReadWrite") @JsonPropertyDescription("""
                What the workload needs: Read, to list and get objects; Write, to put and delete them without \
                seeing them; ReadWrite (default), both; or Admin, which adds everything that can be done with \
                objects, and the bucket's settings, but not to delete the bucket.""") Access access,

        @Nullable @Pattern(Formats.OBJECT_PREFIX) @Size(min = 1, max = 512) @JsonPropertyDescription("""
                Only objects whose keys begin so, for example reports/. Default: all objects. Not with Admin.""")
        String prefix) {

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
