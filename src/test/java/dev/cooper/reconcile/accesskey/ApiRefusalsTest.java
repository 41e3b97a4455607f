package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRefusalsTest {
    private static KubernetesClientException answer(int code, String words) {
        return new KubernetesClientException(
                new StatusBuilder().withCode(code).withMessage(words).build());
    }

    private static StoreException told(KubernetesClientException answer) {
        return catchThrowableOfType(
                StoreException.class,
                () -> ApiRefusals.told("Secret a", words -> words.contains("hunter2"), () -> {
                    throw answer;
                }));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413, 422})
    void whatLastsIsToldInTheApiServersWords(int code) {
        assertThat(told(answer(code, "exceeded quota: secrets")).failure())
                .isEqualTo(new Failure.SecretNotWritten("Secret a", "exceeded quota: secrets"));
    }

    @Test
    void wordsThatHoldTheKeyAreNotRepeatedNotEvenInTheCause() {
        StoreException told = told(answer(400, "a webhook does not like hunter2"));

        assertThat(told.failure()).isEqualTo(new Failure.SecretNotWritten("Secret a", "the API server answers 400"));
        assertThat(told).hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 409, 429, 500, 503})
    void whatPassesIsLeftToTheNextTry(int code) {
        KubernetesClientException answer = answer(code, "later");
        assertThatThrownBy(() -> ApiRefusals.told("Secret a", () -> {
                    throw answer;
                }))
                .isSameAs(answer);
    }
}
