package dev.cooper.serve;

/** Why somebody gets no key. Who may not have it learns nothing about it, not even whether there is one. */
enum Refusal {
    NO_SESSION_TOKEN(
            400,
            "NoSessionToken",
            "The key has no session token, and AWS's SDK for Java would send an empty one to the store, which refuses that."
                    + " It takes such a key by the format containerCredentials."),
    UNAUTHENTICATED(
            401,
            "InvalidIdentityToken",
            "The token is not one of a ServiceAccount for the audience of this endpoint, or has expired."),
    FORBIDDEN(
            403,
            "AccessDenied",
            "There is no AccessKey of this name and namespace whose spec.credentialsEndpoint.serviceAccounts names the"
                    + " token's ServiceAccount."),
    NOT_FOUND(
            404,
            "NotFound",
            "Keys are at GET /v1/namespaces/NAMESPACE/accesskeys/NAME, and at POST / with AssumeRoleWithWebIdentity for"
                    + " arn:aws:iam:::role/NAMESPACE/NAME."),
    NOT_READY(
            503, "KeyNotReady", "There is no key that works just now; the AccessKey's conditions tell why. Try again."),
    UNAVAILABLE(503, "ServiceUnavailable", "The API server did not answer. Try again."),
    BUSY(503, "SlowDown", "Too many requests at once. Try again.");

    private final int status;
    private final String code;
    private final String message;

    Refusal(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String message() {
        return message;
    }
}
