package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.name.matches('" + Formats.SECRET_NAME + "')",
        message = "spec.secret.name must have only lower-case letters, digits, dots and hyphens,"
                + " and begin and end with a letter or digit",
        fieldPath = ".name")
@ValidationRule(
        value = "!has(self.labels) || self.labels.all(name, !name.startsWith('storage.cooper.dev/'))",
        message = "spec.secret.labels must not begin with storage.cooper.dev/: those are Cooper's own",
        fieldPath = ".labels")
@ValidationRule(
        value = "!has(self.annotations) || self.annotations.all(name, !name.startsWith('storage.cooper.dev/'))",
        message = "spec.secret.annotations must not begin with storage.cooper.dev/: those are Cooper's own",
        fieldPath = ".annotations")
@ValidationRule(
        value = "has(self.template) == (has(self.formats) && self.formats.exists(format, format == 'template'))",
        message = "spec.secret.template and format template go together: give both, or neither",
        fieldPath = ".template")
public record SecretTarget(
        @Required @Pattern(Formats.SECRET_NAME) @Size(min = 1, max = 253) @JsonPropertyDescription("""
                Name of the Secret, in this namespace. A Secret of that name that Cooper did not make is never \
                touched. Immutable.""")
        String name,

        @Nullable @Size(min = 1, max = 8) @JsonPropertyDescription("""
                Shapes to write, all into the one Secret. env (default): AWS_ACCESS_KEY_ID, \
                AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (temporary credentials), AWS_REGION, AWS_DEFAULT_REGION, \
                AWS_ENDPOINT_URL_S3 and BUCKET_NAME (with exactly one bucket), for envFrom. credentialsFile: the \
                files credentials and config of AWS's SDKs, to be mounted. cosi: BucketInfo, the JSON of COSI \
                v1alpha1. serviceBinding: type, provider, uri, host, port, username and password of \
                servicebinding.io, with region and, with exactly one bucket, bucket. obc: AWS_ACCESS_KEY_ID and \
                AWS_SECRET_ACCESS_KEY, and beside the Secret a ConfigMap of its name with BUCKET_HOST, \
                BUCKET_PORT, BUCKET_NAME, BUCKET_REGION and BUCKET_SUBREGION, as Rook's ObjectBucketClaim has \
                them, for exactly one bucket. template: the entries of spec.secret.template. containerCredentials and \
                webIdentity: beside the Secret a ConfigMap of its name, for envFrom, with the variables by which AWS's \
                SDKs fetch the key from Cooper's credentials endpoint, and ca.crt, which they must trust.""")
        List<Format> formats,

        @Nullable @JsonPropertyDescription("""
                With format template: entries by name, each a Mustache template over accessKeyId, secretAccessKey, \
                sessionToken (empty for keys that do not expire), endpoint, scheme, host, port, region, bucket \
                (with exactly one bucket) and buckets (name, access, prefix). {{#base64}} and {{#urlEncode}} encode \
                what they enclose.""") Map<String, String> template,

        @Nullable @JsonPropertyDescription("Labels for the Secret.")
        Map<String, String> labels,

        @Nullable @JsonPropertyDescription("Annotations for the Secret.")
        Map<String, String> annotations) {

    /** Shapes of a Secret that software reads. */
    public enum Format {
        env,
        credentialsFile,
        cosi,
        serviceBinding,
        obc,
        template,
        containerCredentials,
        webIdentity
    }

    public Map<String, String> templateOrEmpty() {
        return template == null ? Map.of() : new TreeMap<>(template);
    }

    public List<Format> formatsOrDefault() {
        return formats == null ? List.of(Format.env) : formats;
    }

    public boolean has(Format format) {
        return formatsOrDefault().contains(format);
    }
}
