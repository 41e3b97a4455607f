package dev.cooper.client.sts;

import dev.cooper.client.PolicyJson;
import dev.cooper.client.s3.S3Failures;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Temporary credentials of a role, narrowed by a session policy: a session may do what both the role and that policy
 * allow.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/">STS API Reference</a>
 */
abstract sealed class RoleSessions implements KeyPort permits AssumeRoleKeys, WebIdentityKeys {
    private final StsClient sts;
    private final String region;
    private final @Nullable String defaultRole;
    private final String operation;

    RoleSessions(StsClient sts, String region, @Nullable String defaultRole, String operation) {
        this.sts = sts;
        this.region = region;
        this.defaultRole = defaultRole;
        this.operation = operation;
    }

    /**
     * A session that is asked for.
     *
     * @param role the role's ARN
     * @param name tells, in the store's logs, whose session it is
     * @param policy the session policy, in JSON
     */
    record Session(String role, String name, String policy, int seconds) {}

    abstract Credentials open(StsClient client, Session session);

    @Override
    public Traits describe() {
        return new Traits(false, false, Rights.FIXED);
    }

    @Override
    public IssuedKey issue(KeyRequest request) {
        Session session = new Session(
                requiredRole(request),
                "cooper-" + request.holder(),
                PolicyJson.of(request.rights(), region),
                Math.toIntExact(request.life().toSeconds()));
        try {
            Credentials credentials = open(sts, session);
            return new IssuedKey(
                    credentials.accessKeyId(),
                    credentials.secretAccessKey(),
                    credentials.sessionToken(),
                    credentials.expiration());
        } catch (SdkException e) {
            throw S3Failures.of(operation, e);
        }
    }

    @Override
    public @Nullable String role(@Nullable String asked) {
        return asked == null ? defaultRole : asked;
    }

    private String requiredRole(KeyRequest request) {
        String role = role(request.role());
        if (role == null) {
            throw new StoreException(new Failure.Refused(List.of(new Refusal(
                    Refusal.Kind.INVALID,
                    "spec.roleARN",
                    "this source needs a role: name one here, or in the ObjectStore's spec.sts.roleARN"))));
        }
        return role;
    }

    @Override
    public Set<String> list(String holder) {
        return Set.of();
    }

    @Override
    public void revoke(String holder, String accessKeyId) {
        // sessions end by themselves
    }

    @Override
    public void close() {
        sts.close();
    }
}
