package dev.cooper.simulator;

import static dev.cooper.simulator.Answers.assertOk;
import static dev.cooper.simulator.Answers.assertRefused;
import static dev.cooper.simulator.JsonClient.send;
import static dev.cooper.simulator.JsonClient.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsTest {
    private final KakaoCloudSimulator simulator = KakaoCloudSimulator.start();
    private final URI sts = simulator.endpoint().resolve("/");

    @AfterEach
    void close() {
        simulator.close();
    }

    private static String body(String duration, String token) {
        return """
                {"Action": "AssumeRoleWithWebIdentity", "DurationSeconds": %s,
                 "ProviderId": "iam.kakaocloud.com", "WebIdentityToken": "%s"}
                """.formatted(duration, token);
    }

    private static String element(String xml, String name) {
        Matcher matcher =
                Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        assertThat(matcher.find()).describedAs(xml).isTrue();
        return matcher.group(1);
    }

    @Test
    void answersInTheShapeOfThePageWithCredentialsOfTheTokensUser() throws Exception {
        HttpResponse<String> response = send("POST", sts, body("1800", token(simulator)));

        assertOk(response);
        String xml = response.body();
        XmlElement result = XmlElement.parse(xml.getBytes(UTF_8), "AssumeRoleWithWebIdentityResponse")
                .allow("AssumeRoleWithWebIdentityResult", "ResponseMetadata")
                .required("AssumeRoleWithWebIdentityResult")
                .allow("SubjectFromWebIdentityToken", "Credentials", "Provider");
        assertThat(result.textOf("SubjectFromWebIdentityToken")).isEqualTo(simulator.userId());
        assertThat(result.textOf("Provider")).isEqualTo("iam.kakaocloud.com");
        Instant expiration = Instant.parse(element(xml, "Expiration"));
        assertThat(expiration).isCloseTo(simulator.clock().instant().plusSeconds(1800), within(1, ChronoUnit.MINUTES));
        SessionCredentials session = new SessionCredentials(
                element(xml, "AccessKeyId"), element(xml, "SecretAccessKey"), element(xml, "SessionToken"), expiration);
        SignedClient client = SignedClient.of(simulator, session);
        assertOk(client.call("PUT", "/photos").send());
        assertThat(simulator.bucket("photos").ownerId()).isEqualTo(simulator.userId());
        simulator.advanceClock(Duration.ofMinutes(30));
        assertRefused(client.call("GET", "/").send(), 400, "ExpiredToken");
    }

    @Test
    void refusesATokenThatIsNoneOrHasEnded() throws Exception {
        String token = token(simulator);

        assertRefused(send("POST", sts, body("1800", "no-token")), 403, "AccessDenied");
        simulator.advanceClock(Duration.ofHours(12));
        assertRefused(send("POST", sts, body("1800", token)), 403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"899", "43201", "\"long\"", "1800.5"})
    void refusesADurationOutOfRange(String duration) throws Exception {
        assertRefused(send("POST", sts, body(duration, token(simulator))), 400, "InvalidRequest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"900", "43200", "null"})
    void takesADurationInRangeOrNone(String duration) throws Exception {
        assertOk(send("POST", sts, body(duration, token(simulator))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "no json",
                "{\"Action\": \"AssumeRole\"}",
                "{\"Action\": \"AssumeRoleWithWebIdentity\"}",
                "{\"Action\": \"AssumeRoleWithWebIdentity\", \"ProviderId\": \"x\", \"WebIdentityToken\": \"t\"}"
            })
    void refusesOtherRequests(String body) throws Exception {
        assertRefused(send("POST", sts, body), 400, "InvalidRequest");
    }

    @Test
    void refusesTheFormPostOfTheAwsProtocolAndOtherActions() throws Exception {
        HttpRequest form = HttpRequest.newBuilder(sts)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("Action=AssumeRoleWithWebIdentity&Version=2011-06-15"))
                .build();

        assertRefused(SignedClient.HTTP.send(form, HttpResponse.BodyHandlers.ofString()), 400, "InvalidRequest");
        assertRefused(send("POST", sts, "{\"Action\": \"GetCallerIdentity\"}"), 400, "InvalidRequest");
        assertThat(simulator.unsupportedRequests())
                .extracting(RecordedRequest::operation)
                .containsExactly("SecurityTokenService");
    }
}
