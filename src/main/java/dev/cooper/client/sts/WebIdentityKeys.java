package dev.cooper.client.sts;

import dev.cooper.client.IdentityClients;
import dev.cooper.client.s3.S3Endpoint;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Source stsWebIdentity in the standard dialect: sessions of a role that trusts this cluster's service accounts, opened
 * by a token of one and by no key.
 */
public final class WebIdentityKeys extends RoleSessions {
    private final Supplier<String> token;

    /**
     * @param uri the STS API, or null for AWS's own
     * @param defaultRole ARN of the role for keys that name none
     * @param token a fresh token for the store's audience
     */
    public WebIdentityKeys(S3Endpoint store, @Nullable URI uri, @Nullable String defaultRole, Supplier<String> token) {
        super(
                IdentityClients.build(StsClient.builder(), store.unsigned(), uri, store.region()),
                store.region(),
                defaultRole,
                "AssumeRoleWithWebIdentity");
        this.token = token;
    }

    @Override
    Credentials open(StsClient client, Session session) {
        return client.assumeRoleWithWebIdentity(r -> r.roleArn(session.role())
                        .roleSessionName(session.name())
                        .policy(session.policy())
                        .webIdentityToken(token.get())
                        .durationSeconds(session.seconds()))
                .credentials();
    }
}
