package dev.cooper.simulator;

/** A request that Keystone refuses, in Keystone's words. */
final class KeystoneRefusal extends RuntimeException {
    private final int status;
    private final String title;

    private KeystoneRefusal(int status, String title, String message) {
        super(message, null, false, false);
        this.status = status;
        this.title = title;
    }

    static KeystoneRefusal badRequest(String message) {
        return new KeystoneRefusal(400, "Bad Request", message);
    }

    static KeystoneRefusal unauthorized() {
        return new KeystoneRefusal(401, "Unauthorized", "The request you have made requires authentication.");
    }

    static KeystoneRefusal unauthorized(String message) {
        return new KeystoneRefusal(401, "Unauthorized", message);
    }

    static KeystoneRefusal forbidden(String action) {
        return new KeystoneRefusal(
                403, "Forbidden", "You are not authorized to perform the requested action: " + action + ".");
    }

    static KeystoneRefusal notFound(String message) {
        return new KeystoneRefusal(404, "Not Found", message);
    }

    static KeystoneRefusal conflict(String message) {
        return new KeystoneRefusal(409, "Conflict", message);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
