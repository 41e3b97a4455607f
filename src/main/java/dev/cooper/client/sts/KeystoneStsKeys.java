package dev.cooper.client.sts;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.client.HttpCalls;
import dev.cooper.client.keystone.Keystone;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Source stsWebIdentity in KakaoCloud's dialect: AssumeRoleWithWebIdentity as unsigned JSON, with a Keystone token
 * (KakaoCloud, S3 page, "Temporary credentials").
 */
public final class KeystoneStsKeys implements KeyPort {
    private static final String OPERATION = "AssumeRoleWithWebIdentity";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpCalls http;
    private final URI endpoint;
    private final String providerId;
    private final Keystone keystone;

    public KeystoneStsKeys(HttpCalls http, URI endpoint, String providerId, Keystone keystone) {
        this.http = http;
        this.endpoint = endpoint.resolve("/");
        this.providerId = providerId;
        this.keystone = keystone;
    }

    @Override
    public Traits describe() {
        return new Traits(false, false, Rights.ALL);
    }

    @Override
    public IssuedKey issue(KeyRequest request) {
        HttpCalls.Answer answer = send(request.life());
        if (answer.status() == 403) {
            keystone.forgetToken();
            answer = send(request.life());
        }
        return switch (answer.status()) {
            case 200 -> StsAnswer.parse(OPERATION, answer.body());
            case 401, 403 -> throw new StoreException(new Failure.Unauthenticated(OPERATION, answer.status(), ""));
            case 429 -> throw new StoreException(new Failure.Throttled(OPERATION, answer.status()));
            default ->
                throw new StoreException(
                        answer.status() >= 500
                                ? new Failure.StoreError(OPERATION, answer.status(), "")
                                : new Failure.Rejected(OPERATION, answer.status(), "", ""));
        };
    }

    private HttpCalls.Answer send(Duration duration) {
        String body = JSON.valueToTree(Map.of(
                        "Action",
                        OPERATION,
                        "DurationSeconds",
                        duration.toSeconds(),
                        "ProviderId",
                        providerId,
                        "WebIdentityToken",
                        keystone.token().value()))
                .toString();
        return http.send(OPERATION, HttpCalls.post(endpoint.toString(), body).putHeader("Accept", "*/*"));
    }

    @Override
    public Set<String> list(String holder) {
        return Set.of();
    }

    @Override
    public void revoke(String holder, String accessKeyId) {
        // temporary credentials end by themselves; no store takes them back
    }
}
