package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP answer. */
final class Response {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte[] body;
    private @Nullable String errorCode;

    private Response(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    static Response empty(int status) {
        return new Response(status, new byte[0]);
    }

    static Response xml(int status, byte[] document) {
        return new Response(status, document).header("Content-Type", "application/xml");
    }

    static Response json(int status, String document) {
        return new Response(status, document.getBytes(UTF_8)).header("Content-Type", "application/json");
    }

    static Response bytes(int status, byte[] content) {
        return new Response(status, content);
    }

    Response header(String name, Object value) {
        headers.put(name, String.valueOf(value));
        return this;
    }

    Response headers(Map<String, String> more) {
        headers.putAll(more);
        return this;
    }

    /** Names the error for the record of requests: the answer to a HEAD has no body to carry it. */
    Response error(String code) {
        errorCode = code;
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    @Nullable
    String errorCode() {
        return errorCode;
    }
}
