package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.kmsKeyID) || self.algorithm != 'AES256'",
        message = "spec.encryption.kmsKeyID goes with algorithm aws:kms only: change the algorithm or drop the key id",
        fieldPath = ".kmsKeyID")
@ValidationRule(
        value = "!has(self.bucketKeyEnabled) || self.algorithm != 'AES256'",
        message = "spec.encryption.bucketKeyEnabled goes with algorithm aws:kms only",
        fieldPath = ".bucketKeyEnabled")
public record EncryptionSpec(
        @Required
        @JsonPropertyDescription(
                "AES256 (keys kept by the store), aws:kms or aws:kms:dsse (keys of a key service). kakaocloud: AES256.")
        Algorithm algorithm,

        @Nullable
        @Size(min = 1, max = 2048)
        @JsonPropertyDescription(
                "Id or ARN of the key, with aws:kms. Default: the store's own key, or the one that the bucket has with this algorithm.")
        String kmsKeyID,

        @Nullable
        @JsonPropertyDescription(
                "true derives object keys from one bucket key, which saves calls to the key service. Default: false.")
        Boolean bucketKeyEnabled) {

    /** S3's names of server-side encryption algorithms. */
    public enum Algorithm {
        @JsonProperty("AES256")
        AES256("AES256"),
        @JsonProperty("aws:kms")
        KMS("aws:kms"),
        @JsonProperty("aws:kms:dsse")
        KMS_DSSE("aws:kms:dsse");

        private final String wire;

        Algorithm(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }
}
