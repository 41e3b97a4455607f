package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.ObjectStoreSpec;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLocalEndpointsTest {
    private static ObjectStoreSpec spec(String fields) {
        return Serialization.unmarshal(
                "provider: generic\ncredentials: {defaultChain: {}}\n" + fields, ObjectStoreSpec.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint: \"http://169.254.169.254\"",
                "endpoint: \"http://169.254.170.2:80/latest\"",
                "endpoint: \"http://2852039166\"",
                "endpoint: \"http://[fe80::1]:9000\"",
                "endpoint: \"http://[::ffff:169.254.169.254]\"",
                "keystone: {endpoint: \"http://169.254.169.254/v3\"}",
                "sts: {endpoint: \"http://169.254.169.254\"}",
                "iam: {endpoint: \"http://169.254.169.254\"}"
            })
    void isRefusedWithItsField(String field) {
        String path = field.startsWith("endpoint") ? "spec.endpoint" : "spec." + field.split(":", 2)[0] + ".endpoint";
        assertThatThrownBy(() -> LinkLocalEndpoints.refuse(spec(field)))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                        .isInstanceOfSatisfying(Failure.Refused.class, refused -> assertThat(refused.refusals())
                                .extracting(Refusal::path)
                                .containsExactly(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9000", "http://10.1.2.3", "https://nowhere.invalid", "http://[fd00::1]"})
    void otherAddressesAreTaken(String endpoint) {
        assertThatCode(() -> LinkLocalEndpoints.refuse(spec("endpoint: \"%s\"".formatted(endpoint))))
                .doesNotThrowAnyException();
    }
}
