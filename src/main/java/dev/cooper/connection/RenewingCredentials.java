package dev.cooper.connection;

import dev.cooper.client.s3.S3KeyVerifier;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Temporary credentials, renewed once less than a third of their life is left. */
final class RenewingCredentials implements AwsCredentialsProvider {
    private static final Duration LIFE = Duration.ofHours(1);

    private final KeyPort source;
    private final Clock clock;
    private @Nullable AwsCredentials current;
    private Instant renewAt = Instant.MIN;

    RenewingCredentials(KeyPort source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Instant now = clock.instant();
        if (current == null || !now.isBefore(renewAt)) {
            IssuedKey key = source.issue(LIFE);
            Instant end = key.expiresAt() == null ? now.plus(LIFE) : key.expiresAt();
            renewAt = now.plus(Duration.between(now, end).multipliedBy(2).dividedBy(3));
            current = S3KeyVerifier.credentials(key);
        }
        return current;
    }
}
