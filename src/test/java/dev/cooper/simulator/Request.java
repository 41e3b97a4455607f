package dev.cooper.simulator;

/** One HTTP request, read to its end. */
final class Request {
    private final String method;
    private final String rawPath;
    private final String rawQuery;
    private final Headers headers;
    private final byte[] body;

    Request(String method, String uri, Headers headers, byte[] body) {
        int mark = uri.indexOf('?');
        this.method = method;
        this.rawPath = mark < 0 ? uri : uri.substring(0, mark);
        this.rawQuery = mark < 0 ? "" : uri.substring(mark + 1);
        this.headers = headers;
        this.body = body;
    }

    private Request(Request original, byte[] body) {
        this.method = original.method;
        this.rawPath = original.rawPath;
        this.rawQuery = original.rawQuery;
        this.headers = original.headers;
        this.body = body;
    }

    /** The same request with the body that was inside its transfer coding. */
    Request withBody(byte[] decoded) {
        return new Request(this, decoded);
    }

    String method() {
        return method;
    }

    /** The path as it came, percent-encoded. */
    String rawPath() {
        return rawPath;
    }

    String rawQuery() {
        return rawQuery;
    }

    Query query() {
        return Query.parse(rawQuery);
    }

    Headers headers() {
        return headers;
    }

    /** Shared, not copied: nobody writes into it. */
    byte[] body() {
        return body;
    }
}
