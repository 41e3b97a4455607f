package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/** The identity endpoint: Keystone v3's tokens and OS-EC2 keys, with Keystone's answers. */
final class Keystone implements HttpFront.Service {
    static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatorSettings settings;
    private final Identity identity;
    private final KeystoneTokens tokens;
    private final KeystoneEc2 ec2;
    private final KeystoneCredentials credentials;

    Keystone(SimulatorSettings settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
        this.tokens = new KeystoneTokens(identity);
        this.ec2 = new KeystoneEc2(identity);
        this.credentials = new KeystoneCredentials(identity);
    }

    @Override
    public Recorder.Subject subject(Request request) {
        KeystoneRoute.Call call =
                KeystoneRoute.of(request, settings.credentialsApi()).call();
        return new Recorder.Subject(call.recordedName(), call.known(), "", "");
    }

    @Override
    public Response handle(Request request, Recorder.Entry entry) {
        Response response;
        try {
            response = dispatch(request);
        } catch (KeystoneRefusal refusal) {
            response = refused(refusal.status(), refusal.title(), refusal.reason());
        }
        return response.header("Vary", "X-Auth-Token")
                .header("x-openstack-request-id", "req-%08x".formatted(entry.number()))
                .header("Date", HttpDates.header(settings.signatureClock().instant()));
    }

    @Override
    public Response error(int status, String code, String message) {
        return refused(status, code, message);
    }

    private static Response refused(int status, String title, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("code", status).put("message", message).put("title", title);
        return Response.json(status, error.toString()).error(title);
    }

    private Response dispatch(Request request) {
        KeystoneRoute route = KeystoneRoute.of(request, settings.credentialsApi());
        return switch (route.call()) {
            case VERSION -> version();
            case CREATE_TOKEN -> tokens.create(body(request));
            case VALIDATE_TOKEN -> tokens.validate(caller(request), request.headers());
            case REVOKE_TOKEN -> tokens.revoke(caller(request), request.headers());
            case CREATE_EC2 -> {
                Identity.Token caller = caller(request);
                yield ec2.create(caller, route.userId(), body(request));
            }
            case LIST_EC2 -> ec2.list(caller(request), route.userId());
            case GET_EC2 -> ec2.get(caller(request), route.userId(), route.id());
            case DELETE_EC2 -> ec2.delete(caller(request), route.userId(), route.id());
            case CREATE_CREDENTIAL -> {
                Identity.Token caller = caller(request);
                yield credentials.create(caller, body(request));
            }
            case LIST_CREDENTIALS -> credentials.list(caller(request), request.query());
            case GET_CREDENTIAL -> credentials.get(caller(request), route.id());
            case DELETE_CREDENTIAL -> credentials.delete(caller(request), route.id());
            case WRONG_METHOD ->
                Response.json(405, "{\"message\": \"The method is not allowed for the requested URL.\"}")
                        .error("Method Not Allowed");
            case UNKNOWN -> unknownUrl();
        };
    }

    private Identity.Token caller(Request request) {
        return identity.token(request.headers().get("X-Auth-Token")).orElseThrow(KeystoneRefusal::unauthorized);
    }

    /** KakaoCloud demands the content type. */
    private static JsonNode body(Request request) {
        if (!request.headers().get("Content-Type", "").toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw KeystoneRefusal.badRequest("Expecting to find application/json in the Content-Type header.");
        }
        try {
            JsonNode body = JSON.readTree(request.body());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (IOException e) {
            // refused below
        }
        throw KeystoneRefusal.badRequest("Expecting to find valid JSON in the body.");
    }

    /** Where Keystone's router knows no path, its web framework answers, in HTML. */
    private static Response unknownUrl() {
        String page = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n";
        return Response.bytes(404, page.getBytes(UTF_8))
                .header("Content-Type", "text/html; charset=utf-8")
                .error("Not Found");
    }

    private static Response version() {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("version").put("id", "v3.14").put("status", "stable").putArray("media-types");
        return Response.json(200, root.toString());
    }
}
