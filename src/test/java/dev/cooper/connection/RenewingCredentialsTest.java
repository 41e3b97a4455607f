package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Temporary credentials are renewed in time, asked for no more often than that, and outlive an outage. */
class RenewingCredentialsTest {
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private int issued;
    private boolean down;

    private final KeyPort source = new KeyPort() {
        @Override
        public Traits describe() {
            return new Traits(false, false, Rights.ALL);
        }

        @Override
        public IssuedKey issue(KeyRequest request) {
            if (down) {
                throw new StoreException(new Failure.Unreachable("STS", "timed out"));
            }
            return new IssuedKey("key-" + ++issued, "secret", "token", now.plus(request.life()));
        }

        @Override
        public Set<String> list(String holder) {
            return Set.of();
        }

        @Override
        public void revoke(String holder, String accessKeyId) {
            throw new UnsupportedOperationException();
        }
    };
    private final RenewingCredentials credentials =
            new RenewingCredentials(source, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    private String keyAfter(Duration duration) {
        now = now.plus(duration);
        return credentials.resolveCredentials().accessKeyId();
    }

    @Test
    void theyAreRenewedOnceTwoThirdsOfTheirLifeArePast() {
        assertThat(keyAfter(Duration.ZERO)).isEqualTo("key-1");
        assertThat(keyAfter(Duration.ofMinutes(39))).isEqualTo("key-1");
        assertThat(keyAfter(Duration.ofMinutes(1))).isEqualTo("key-2");
    }

    @Test
    void theyServeOnWhileTheSourceIsDownAndEndWithTheirLife() {
        assertThat(keyAfter(Duration.ZERO)).isEqualTo("key-1");
        down = true;
        assertThat(keyAfter(Duration.ofMinutes(59))).isEqualTo("key-1");
        assertThatThrownBy(() -> keyAfter(Duration.ofMinutes(1))).isInstanceOf(StoreException.class);
        down = false;
        assertThat(keyAfter(Duration.ofSeconds(1))).isEqualTo("key-2");
    }
}
