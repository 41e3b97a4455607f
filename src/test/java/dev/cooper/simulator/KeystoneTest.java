package dev.cooper.simulator;

import static dev.cooper.simulator.JsonClient.credentialToken;
import static dev.cooper.simulator.JsonClient.json;
import static dev.cooper.simulator.JsonClient.keystone;
import static dev.cooper.simulator.JsonClient.passwordToken;
import static dev.cooper.simulator.JsonClient.send;
import static dev.cooper.simulator.JsonClient.token;
import static dev.cooper.simulator.JsonClient.tokenOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeystoneTest {
    private final KakaoCloudSimulator simulator =
            KakaoCloudSimulator.builder().credentialsApi(true).start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private URI ec2() {
        return keystone(simulator, "/users/" + simulator.userId() + "/credentials/OS-EC2");
    }

    private String tenant() {
        return "{\"tenant_id\": \"" + simulator.projectId() + "\"}";
    }

    @Test
    void issuesATokenForAPassword() throws Exception {
        HttpResponse<String> response = passwordToken(simulator, simulator.userPassword(), simulator.projectId());

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode token = json(response).path("token");
        assertThat(token.at("/project/id").asText()).isEqualTo(simulator.projectId());
        assertThat(token.at("/user/id").asText()).isEqualTo(simulator.userId());
        assertThat(token.at("/methods/0").asText()).isEqualTo("password");
        assertThat(Instant.parse(token.path("expires_at").asText()))
                .isBetween(
                        simulator.clock().instant().plus(Duration.ofHours(11)),
                        simulator.clock().instant().plus(Duration.ofHours(12)));
    }

    @Test
    void issuesATokenForAnApplicationCredentialWithItsProject() throws Exception {
        HttpResponse<String> response = credentialToken(simulator, simulator.restrictedApplicationCredential());

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode token = json(response).path("token");
        assertThat(token.at("/project/id").asText()).isEqualTo(simulator.projectId());
        assertThat(token.at("/application_credential/restricted").asBoolean()).isTrue();
    }

    @Test
    void refusesWrongSecretsScopesAndBodies() throws Exception {
        URI tokens = keystone(simulator, "/auth/tokens");
        ApplicationCredential known = simulator.applicationCredential();
        ApplicationCredential wrong =
                new ApplicationCredential(known.id(), known.name(), "wrong", known.userId(), known.projectId(), true);
        HttpRequest withoutType = HttpRequest.newBuilder(tokens)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        assertThat(passwordToken(simulator, "wrong", simulator.projectId()).statusCode())
                .isEqualTo(401);
        assertThat(passwordToken(simulator, simulator.userPassword(), "other").statusCode())
                .isEqualTo(401);
        assertThat(credentialToken(simulator, wrong).statusCode()).isEqualTo(401);
        assertThat(send("POST", tokens, "{\"auth\": {}}").statusCode()).isEqualTo(400);
        assertThat(send("POST", tokens, "no json").statusCode()).isEqualTo(400);
        assertThat(SignedClient.HTTP
                        .send(withoutType, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void validatesAndRevokesTokens() throws Exception {
        String caller = token(simulator);
        String subject = token(simulator);
        URI tokens = keystone(simulator, "/auth/tokens");
        String[] headers = {"X-Auth-Token", caller, "X-Subject-Token", subject};

        assertThat(json(send("GET", tokens, "", headers)).at("/token/user/id").asText())
                .isEqualTo(simulator.userId());
        assertThat(send("DELETE", tokens, "", headers).statusCode()).isEqualTo(204);
        assertThat(send("GET", tokens, "", headers).statusCode()).isEqualTo(404);
        assertThat(send("GET", tokens, "", "X-Auth-Token", subject, "X-Subject-Token", caller)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenEndsByTheClock() throws Exception {
        String token = token(simulator);
        simulator.advanceClock(Duration.ofHours(12));

        assertThat(send("GET", ec2(), "", "X-Auth-Token", token).statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenCanBeEndedBeforeItsTime() throws Exception {
        String token = token(simulator);
        simulator.revokeTokens(simulator.userId());

        assertThat(send("GET", ec2(), "", "X-Auth-Token", token).statusCode()).isEqualTo(401);
    }

    @Test
    void managesEc2KeysThatSignS3Requests() throws Exception {
        String token = tokenOf(credentialToken(simulator, simulator.applicationCredential()));

        HttpResponse<String> created = send("POST", ec2(), tenant(), "X-Auth-Token", token);
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode credential = json(created).path("credential");
        Ec2Key key = new Ec2Key(
                credential.path("access").asText(),
                credential.path("secret").asText(),
                credential.path("user_id").asText(),
                credential.path("tenant_id").asText());
        assertThat(simulator.ec2Keys()).containsExactly(key);
        SignedClient client = SignedClient.of(simulator, key);
        assertThat(client.call("GET", "/").send().statusCode()).isEqualTo(200);

        assertThat(json(send("GET", ec2(), "", "X-Auth-Token", token))
                        .at("/credentials/0/secret")
                        .asText())
                .isEqualTo(key.secret());
        URI one = URI.create(ec2() + "/" + key.access());
        assertThat(send("GET", one, "", "X-Auth-Token", token).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", one, "", "X-Auth-Token", token).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", one, "", "X-Auth-Token", token).statusCode()).isEqualTo(404);
        assertThat(client.call("GET", "/").send().statusCode()).isEqualTo(403);
    }

    @Test
    void aRestrictedApplicationCredentialMakesNoKeysButListsAndDeletesThem() throws Exception {
        String token = tokenOf(credentialToken(simulator, simulator.restrictedApplicationCredential()));

        HttpResponse<String> response = send("POST", ec2(), tenant(), "X-Auth-Token", token);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(json(response).at("/error/message").asText())
                .contains("Using method 'application_credential' is not allowed");
        assertThat(simulator.ec2Keys()).isEmpty();
        Ec2Key key = simulator.createEc2Key(simulator.userId());
        assertThat(send("GET", ec2(), "", "X-Auth-Token", token).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", URI.create(ec2() + "/" + key.access()), "", "X-Auth-Token", token)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void nobodyManagesTheKeysOfOthers() throws Exception {
        String token = token(simulator);
        String other = simulator.addUser("other");
        Ec2Key foreign = simulator.createEc2Key(other);
        URI others = keystone(simulator, "/users/" + other + "/credentials/OS-EC2");
        URI foreignId = keystone(
                simulator, "/credentials/" + Digests.sha256Hex(foreign.access().getBytes(UTF_8)));

        assertThat(send("GET", others, "", "X-Auth-Token", token).statusCode()).isEqualTo(403);
        assertThat(send("POST", others, tenant(), "X-Auth-Token", token).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", foreignId, "", "X-Auth-Token", token).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", URI.create(ec2() + "/" + foreign.access()), "", "X-Auth-Token", token)
                        .statusCode())
                .isEqualTo(404);
        assertThat(simulator.ec2Keys()).containsExactly(foreign);
    }

    @Test
    void theCredentialsApiLetsTheClientChooseTheAccessId() throws Exception {
        String token = token(simulator);
        URI credentials = keystone(simulator, "/credentials");
        String body = """
                {"credential": {"type": "ec2", "user_id": "%s", "project_id": "%s",
                                "blob": "{\\"access\\": \\"chosen\\", \\"secret\\": \\"s3cret\\"}"}}
                """.formatted(simulator.userId(), simulator.projectId());

        HttpResponse<String> created = send("POST", credentials, body, "X-Auth-Token", token);

        assertThat(created.statusCode()).isEqualTo(201);
        String id = json(created).at("/credential/id").asText();
        assertThat(id).isEqualTo(Digests.sha256Hex("chosen".getBytes(UTF_8)));
        assertThat(send("POST", credentials, body, "X-Auth-Token", token).statusCode())
                .isEqualTo(409);
        assertThat(json(send("GET", ec2(), "", "X-Auth-Token", token))
                        .at("/credentials/0/access")
                        .asText())
                .isEqualTo("chosen");
        URI one = keystone(simulator, "/credentials/" + id);
        assertThat(send("GET", one, "", "X-Auth-Token", token).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", one, "", "X-Auth-Token", token).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", one, "", "X-Auth-Token", token).statusCode()).isEqualTo(403);
        assertThat(json(send("GET", credentials, "", "X-Auth-Token", token)).path("credentials"))
                .isEmpty();
        assertThat(send("POST", credentials, body, "X-Auth-Token", token).statusCode())
                .isEqualTo(201);
    }

    @Test
    void withoutTheCredentialsApiThereIsOnlyOsEc2() throws Exception {
        try (KakaoCloudSimulator documented = KakaoCloudSimulator.start()) {
            URI credentials = keystone(documented, "/credentials");

            assertThat(send("GET", credentials, "", "X-Auth-Token", token(documented))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(documented.unsupportedRequests())
                    .extracting(RecordedRequest::operation)
                    .containsExactly("KeystoneUnknown");
        }
    }
}
