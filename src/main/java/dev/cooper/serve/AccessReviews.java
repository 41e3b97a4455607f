package dev.cooper.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cooper.api.ApiGroup;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may see of Cooper's kinds, as the API server tells. It is not asked again for what it has answered in the
 * last 30 seconds. Needs the right to create subjectaccessreviews.
 */
public final class AccessReviews {
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int MOST_KEPT = 20_000;

    private final KubernetesClient kubernetes;
    private final Cache<Question, Boolean> answers;

    public AccessReviews(KubernetesClient kubernetes, Clock clock) {
        this.kubernetes = kubernetes;
        this.answers = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST_KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    private record Question(
            User user, String plural, @Nullable String namespace) {}

    /**
     * Whether somebody may list the resources of a kind.
     *
     * @param plural the kind, as URLs of the API server say it
     * @param namespace null for all namespaces, and for kinds that have none
     * @throws KubernetesClientException when the API server could not be asked
     */
    public boolean mayList(User user, String plural, @Nullable String namespace) {
        return answers.get(new Question(user, plural, namespace), this::ask);
    }

    private boolean ask(Question question) {
        User user = question.user();
        SubjectAccessReviewStatus status = kubernetes
                .resource(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user.name())
                        .withUid(user.uid())
                        .withGroups(user.groups())
                        .withExtra(new LinkedHashMap<>(user.extra()))
                        .withNewResourceAttributes()
                        .withGroup(ApiGroup.GROUP)
                        .withVersion(ApiGroup.VERSION)
                        .withResource(question.plural())
                        .withVerb("list")
                        .withNamespace(question.namespace())
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus();
        return status != null && Boolean.TRUE.equals(status.getAllowed());
    }
}
