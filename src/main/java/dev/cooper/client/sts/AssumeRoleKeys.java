package dev.cooper.client.sts;

import dev.cooper.client.IdentityClients;
import dev.cooper.client.s3.S3Endpoint;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Source assumeRole: sessions of a role that trusts the user that Cooper signs in as. */
public final class AssumeRoleKeys extends RoleSessions {

    /**
     * @param uri the STS API, or null for AWS's own
     * @param defaultRole ARN of the role for keys that name none
     */
    public AssumeRoleKeys(S3Endpoint store, @Nullable URI uri, @Nullable String defaultRole) {
        super(
                IdentityClients.build(StsClient.builder(), store, uri, store.region()),
                store.region(),
                defaultRole,
                "AssumeRole");
    }

    @Override
    Credentials open(StsClient client, Session session) {
        return client.assumeRole(r -> r.roleArn(session.role())
                        .roleSessionName(session.name())
                        .policy(session.policy())
                        .durationSeconds(session.seconds()))
                .credentials();
    }
}
