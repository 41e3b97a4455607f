package dev.cooper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

/** What tests expect of S3 answers. */
final class Answers {
    private Answers() {}

    static void assertOk(HttpResponse<String> response) {
        assertThat(response.statusCode()).describedAs(response.body()).isBetween(200, 299);
    }

    static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("<Code>" + code + "</Code>");
    }
}
