package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.secretRef), has(self.keystone), has(self.defaultChain)].filter(x, x).size() == 1",
        message = "exactly one of secretRef, keystone and defaultChain must be given in spec.credentials")
public record StoreCredentials(
        @Nullable @JsonPropertyDescription("""
                A Secret of the operator's namespace with the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
                and AWS_SESSION_TOKEN for temporary credentials. A change of the Secret is picked up at once.""") ObjectReference secretRef,

        @Nullable @JsonPropertyDescription("""
                An OpenStack application credential, exchanged at Keystone for S3 credentials. \
                Needed for AccessKeys on kakaocloud.""") KeystoneCredentials keystone,

        @Nullable @JsonPropertyDescription("""
                AWS's default chain: environment, web identity (IRSA), Pod Identity, container or instance role \
                of the operator's pod. Write defaultChain: {}.""") DefaultChain defaultChain) {

    /** Nothing to configure: the operator's surroundings decide. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DefaultChain() {}
}
