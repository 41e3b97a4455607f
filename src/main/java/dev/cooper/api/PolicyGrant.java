package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.prefix) || self.prefix.matches('" + Formats.OBJECT_PREFIX + "')",
        message = "spec.grants[].prefix is taken literally and must not hold *, ? or $: write the beginning of the"
                + " objects' keys, for example reports/",
        fieldPath = ".prefix")
@ValidationRule(
        value = "!has(self.prefix) || self.access in ['Read', 'Write', 'ReadWrite']",
        message = "spec.grants[].prefix goes with access Read, Write or ReadWrite: a bucket's settings have no prefix",
        fieldPath = ".prefix")
@ValidationRule(
        value = "(!has(self.to.everyone) && !has(self.to.authenticatedUsers))"
                + " || self.access in ['Read', 'Write', 'ReadWrite']",
        message = "spec.grants[].access must be Read, Write or ReadWrite for everyone and authenticatedUsers:"
                + " whoever may see or change who has access must be named",
        fieldPath = ".access")
public record PolicyGrant(
        @Required @JsonPropertyDescription("Who is granted access. Exactly one field.")
        PolicyGrantee to,

        @Required @JsonPropertyDescription("""
                Read: list the bucket, get objects. Write: put and delete objects, without seeing them. ReadWrite: \
                both. ReadPolicy: see who has access. WritePolicy: change who has access, and so take any. Admin: all \
                of these and the bucket's settings, but not to delete the bucket; on kakaocloud the role storage.admin, \
                which may delete it too.""") Access access,

        @Nullable @Pattern(Formats.OBJECT_PREFIX) @Size(min = 1, max = 512) @JsonPropertyDescription("""
                Only objects whose keys begin so, for example reports/. Default: all objects. Not on kakaocloud, \
                whose ACLs are about whole buckets.""")
        String prefix,

        @Nullable
        @JsonPropertyDescription(
                "Under which circumstances. All must hold. Default: always. Not on kakaocloud, whose ACLs know none.")
        PolicyConditions conditions) {

    /** Levels of access to a bucket. */
    public enum Access {
        Read,
        Write,
        ReadWrite,
        ReadPolicy,
        WritePolicy,
        Admin;

        public boolean reads() {
            return this == Read || this == ReadWrite || this == Admin;
        }

        public boolean writes() {
            return this == Write || this == ReadWrite || this == Admin;
        }
    }
}
