package dev.cooper.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who a token speaks for, as the API server tells. It is not asked again about a token that it has accepted in the last
 * 10 seconds, for which it keeps such answers itself. Needs the right to create tokenreviews.
 */
public final class TokenReviews {
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 1_000;

    private final KubernetesClient kubernetes;
    private final List<String> audiences;
    private final Cache<String, User> accepted;

    /**
     * Reviews tokens that were made for one of these audiences.
     *
     * @param audiences empty for those of the API server itself, which tokens of people have
     */
    public TokenReviews(KubernetesClient kubernetes, List<String> audiences, Clock clock) {
        this.kubernetes = kubernetes;
        this.audiences = List.copyOf(audiences);
        this.accepted = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST_KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /**
     * Empty when the API server does not accept the token.
     *
     * @throws KubernetesClientException when it could not be asked
     */
    public Optional<User> review(String token) {
        if (token.isBlank()) {
            return Optional.empty();
        }
        String digest = digest(token);
        return Optional.ofNullable(accepted.getIfPresent(digest)).or(() -> {
            Optional<User> user = ask(token);
            user.ifPresent(known -> accepted.put(digest, known));
            return user;
        });
    }

    private Optional<User> ask(String token) {
        TokenReviewStatus status = kubernetes
                .resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(audiences)
                        .endSpec()
                        .build())
                .create()
                .getStatus();
        return status != null && Boolean.TRUE.equals(status.getAuthenticated()) && isMeant(status)
                ? Optional.of(user(status.getUser()))
                : Optional.empty();
    }

    /** An authenticator that knows no audiences accepts tokens for any, and names none. */
    private boolean isMeant(TokenReviewStatus status) {
        return audiences.isEmpty()
                || !Collections.disjoint(
                        audiences, Objects.requireNonNullElse(status.getAudiences(), List.<String>of()));
    }

    private static User user(UserInfo info) {
        return new User(
                info.getUsername(),
                Objects.requireNonNullElse(info.getUid(), ""),
                Objects.requireNonNullElse(info.getGroups(), List.of()),
                Objects.requireNonNullElse(info.getExtra(), Map.of()));
    }

    /** So that no token is kept. */
    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }
}
