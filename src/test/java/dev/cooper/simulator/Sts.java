package dev.cooper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Section "Temporary credentials": AssumeRoleWithWebIdentity as an unsigned POST of JSON. */
final class Sts {
    private static final String PROVIDER = "iam.kakaocloud.com";
    private static final int MIN_SECONDS = 900;
    private static final int MAX_SECONDS = 43_200;
    private static final int DEFAULT_SECONDS = 3600;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Identity identity;

    Sts(Identity identity) {
        this.identity = identity;
    }

    Response handle(Request request, Recorder.Entry entry) {
        if (!request.headers().get("Content-Type", "").toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw ErrorCode.INVALID_REQUEST.because("Content-Type must be application/json.");
        }
        JsonNode body = parse(request.body());
        String action = body.path("Action").asText();
        if (!action.equals(Operation.ASSUME_ROLE_WITH_WEB_IDENTITY.pageName())) {
            entry.operation(Operation.SECURITY_TOKEN_SERVICE.pageName(), false);
            throw ErrorCode.INVALID_REQUEST.because("Only the action AssumeRoleWithWebIdentity is supported.");
        }
        if (!body.path("ProviderId").asText(PROVIDER).equals(PROVIDER)) {
            throw ErrorCode.INVALID_REQUEST.because("Only the ProviderId " + PROVIDER + " is supported.");
        }
        int seconds = seconds(body.path("DurationSeconds"));
        if (!body.path("WebIdentityToken").isTextual()
                || body.path("WebIdentityToken").asText().isEmpty()) {
            throw ErrorCode.INVALID_REQUEST.because("WebIdentityToken is required.");
        }
        Identity.Token token = identity.token(body.path("WebIdentityToken").asText())
                .orElseThrow(
                        () -> ErrorCode.ACCESS_DENIED.because("The WebIdentityToken is not valid or has expired."));
        Identity.Project project = token.project();
        if (project == null) {
            throw ErrorCode.ACCESS_DENIED.because("The WebIdentityToken has no project scope.");
        }
        SigningKey.Session session = identity.issueSession(
                new Principal.Member(token.user().id(), project.id()), Duration.ofSeconds(seconds));
        return Response.xml(200, XmlWriter.document("AssumeRoleWithWebIdentityResponse", null, xml -> xml.element(
                        "AssumeRoleWithWebIdentityResult", result -> result.element(
                                        "SubjectFromWebIdentityToken",
                                        token.user().id())
                                .element("Credentials", credentials -> credentials
                                        .element("SessionToken", session.sessionToken())
                                        .element("SecretAccessKey", session.secretKey())
                                        .element(
                                                "Expiration",
                                                session.expiration().truncatedTo(ChronoUnit.SECONDS))
                                        .element("AccessKeyId", session.accessKeyId()))
                                .element("Provider", PROVIDER))
                .element(
                        "ResponseMetadata",
                        metadata -> metadata.element("RequestId", "tx%021x".formatted(entry.number())))));
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            // refused below
        }
        throw ErrorCode.INVALID_REQUEST.because("The body must be a JSON object.");
    }

    private static int seconds(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return DEFAULT_SECONDS;
        }
        if (!given.isIntegralNumber()
                || !given.canConvertToInt()
                || given.asInt() < MIN_SECONDS
                || given.asInt() > MAX_SECONDS) {
            throw ErrorCode.INVALID_REQUEST.because("DurationSeconds must be a whole number from 900 to 43200.");
        }
        return given.asInt();
    }
}
