package dev.cooper.connection;

import dev.cooper.client.s3.S3KeyVerifier;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Temporary credentials, renewed once less than a third of their life is left. */
final class RenewingCredentials implements AwsCredentialsProvider {
    private static final Duration LIFE = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KeyPort source;
    private final Clock clock;
    private @Nullable AwsCredentials current;
    private Instant renewAt = Instant.MIN;
    private Instant endsAt = Instant.MIN;

    RenewingCredentials(KeyPort source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Credentials that cannot be renewed serve on until they end. */
    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Instant now = clock.instant();
        if (current != null && now.isBefore(renewAt)) {
            return current;
        }
        try {
            IssuedKey key = source.issue(KeyRequest.ofCooper(LIFE));
            endsAt = key.expiresAt() == null ? now.plus(LIFE) : key.expiresAt();
            renewAt = now.plus(Duration.between(now, endsAt).multipliedBy(2).dividedBy(3));
            current = S3KeyVerifier.credentials(key);
        } catch (StoreException e) {
            if (current == null || !now.isBefore(endsAt)) {
                throw e;
            }
            renewAt = now.plus(PATIENCE);
        }
        return current;
    }
}
