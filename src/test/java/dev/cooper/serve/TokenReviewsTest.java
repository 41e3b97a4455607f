package dev.cooper.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OffsetClock;
import dev.cooper.harness.TestAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of the real API server. */
class TokenReviewsTest {
    private static final String AUDIENCE = "storage.cooper.dev";

    private final LocalCluster cluster = LocalCluster.get();
    private final String namespace = cluster.newNamespace();
    private final OffsetClock clock = new OffsetClock();
    private final TokenReviews reviews = new TokenReviews(cluster.client(), List.of(AUDIENCE), clock);
    private final TestAccount account = TestAccount.create(cluster.client(), namespace, "app");

    @AfterEach
    void clear() {
        cluster.client().namespaces().withName(namespace).delete();
    }

    @Test
    void tellsWhoseTokenItIs() {
        assertThat(reviews.review(account.token(AUDIENCE))).hasValueSatisfying(user -> {
            assertThat(user.serviceAccount()).hasValue(new User.ServiceAccount(namespace, "app"));
            assertThat(user.groups()).contains("system:serviceaccounts:" + namespace);
            assertThat(user.uid()).isEqualTo(account.get().getMetadata().getUid());
        });
    }

    @Test
    void acceptsNoTokenForAnotherAudience() {
        assertThat(reviews.review(account.token()))
                .as("for the API server itself")
                .isEmpty();
        assertThat(reviews.review(account.token("another"))).isEmpty();
        assertThat(reviews.review(account.token("another", AUDIENCE))).isPresent();
    }

    @Test
    void withoutAudiencesAcceptsTheTokensOfTheApiServer() {
        TokenReviews any = new TokenReviews(cluster.client(), List.of(), clock);
        assertThat(any.review(account.token())).isPresent();
        assertThat(any.review(account.token(AUDIENCE))).isEmpty();
    }

    @Test
    void acceptsNothingElse() {
        String token = account.token(AUDIENCE);
        assertThat(reviews.review("")).isEmpty();
        assertThat(reviews.review("rubbish")).isEmpty();
        assertThat(reviews.review(token.substring(0, token.length() - 4) + "AAAA"))
                .isEmpty();
    }

    @Test
    void asksOnceInTenSeconds() {
        String token = account.token(AUDIENCE);
        assertThat(reviews.review(token)).isPresent();
        account.delete();
        assertThat(reviews.review(token)).isPresent();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            clock.advance(Duration.ofSeconds(11));
            return reviews.review(token).isEmpty();
        });
    }

    @Test
    void namesNoServiceAccountForOthers() {
        assertThat(new User("jane", "", List.of(), Map.of()).serviceAccount()).isEmpty();
        assertThat(new User("system:node:one", "", List.of(), Map.of()).serviceAccount())
                .isEmpty();
        assertThat(new User("system:serviceaccount:shop", "", List.of(), Map.of()).serviceAccount())
                .isEmpty();
    }
}
