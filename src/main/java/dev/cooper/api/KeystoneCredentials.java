package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import java.util.Objects;

@JsonIgnoreProperties(ignoreUnknown = true)
public record KeystoneCredentials(
        @Required @JsonPropertyDescription("""
                A Secret of the operator's namespace with the keys OS_APPLICATION_CREDENTIAL_ID and \
                OS_APPLICATION_CREDENTIAL_SECRET.""") ObjectReference secretRef,

        @Default("STS") @JsonPropertyDescription("""
                What the Keystone token is exchanged for: STS (default), temporary credentials from the store's \
                AssumeRoleWithWebIdentity, renewed before they end; or EC2, an OS-EC2 key made once and kept in \
                the Secret cooper-<store>-ec2 of the operator's namespace, for stores whose STS takes no Keystone \
                token; it needs an unrestricted application credential.""") Exchange exchange) {

    public KeystoneCredentials {
        exchange = Objects.requireNonNullElse(exchange, Exchange.STS);
    }

    /** The ways from a Keystone token to S3 credentials. */
    public enum Exchange {
        STS,
        EC2
    }
}
