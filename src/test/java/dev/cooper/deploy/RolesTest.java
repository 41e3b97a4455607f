package dev.cooper.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may do by Kubernetes' own roles, which the chart widens, and the operator by its. */
class RolesTest {
    private final Installation installation = Installation.get();
    private final String namespace = installation.cluster().newNamespace();

    @ParameterizedTest
    @CsvSource({
        "view, get buckets;list accesskeys, create buckets;get objectstores;purge buckets",
        "edit, create buckets;delete accesskeys;watch buckets, patch buckets status;purge buckets;create objectstores",
        "admin, update buckets;purge buckets, get objectstores;create objectstores;update accesskeys status",
    })
    void peopleMay(String role, String may, String mayNot) {
        String user = installation.user(namespace, role);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> can(user, may.split(";", -1)[0]));
        check(user, may, mayNot);
    }

    @Test
    void theOperatorMay() {
        check(
                "system:serviceaccount:cooper-system:cooper",
                "patch buckets;patch accesskeys status;watch objectstores",
                "create buckets;delete buckets;purge buckets;update buckets;create objectstores");
    }

    private void check(String user, String may, String mayNot) {
        SoftAssertions.assertSoftly(softly -> {
            for (String right : may.split(";", -1)) {
                softly.assertThat(can(user, right)).as(right).isTrue();
            }
            for (String right : mayNot.split(";", -1)) {
                softly.assertThat(can(user, right)).as(right).isFalse();
            }
        });
    }

    /** A right is a verb, a resource, and perhaps a subresource. */
    private boolean can(String user, String right) {
        String[] words = right.split(" ", -1);
        List<String> command =
                new ArrayList<>(List.of("-n", namespace, "auth", "can-i", words[0], words[1] + ".storage.cooper.dev"));
        command.addAll(List.of("--as", user));
        if (words.length > 2) {
            command.add("--subresource=" + words[2]);
        }
        return installation.kubectl().tryOn("", command.toArray(String[]::new)).exit() == 0;
    }
}
