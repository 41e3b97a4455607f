package dev.cooper.client.s3;

import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells what an exception of the SDK means: by HTTP status first, since many stores answer without an error code. */
public final class S3Failures {
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "ExpiredToken",
            "RequestTimeTooSkewed",
            "AuthorizationHeaderMalformed",
            "TokenRefreshRequired",
            "UnrecognizedClientException",
            "InvalidClientTokenId");
    private static final int MAX_SERVER_MESSAGE = 300;

    private S3Failures() {}

    public static StoreException of(String operation, SdkException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException own) {
                return own;
            }
        }
        return new StoreException(
                exception instanceof AwsServiceException answer
                        ? answered(operation, answer)
                        : new Failure.Unreachable(operation, connectionProblem(exception)),
                exception);
    }

    private static Failure answered(String operation, AwsServiceException exception) {
        int status = exception.statusCode();
        String code = code(exception);
        return switch (status) {
            case 401 -> new Failure.Unauthenticated(operation, status, code);
            case 400, 403 -> {
                if (BAD_CREDENTIALS.contains(code)) {
                    yield new Failure.Unauthenticated(operation, status, code);
                }
                yield status == 403
                        ? new Failure.AccessDenied(operation, status, code)
                        : rejected(operation, status, code, exception);
            }
            case 404 ->
                code.isEmpty() || code.equals("NoSuchBucket") || code.equals("NotFound")
                        ? new Failure.NoSuchBucket(operation)
                        : rejected(operation, status, code, exception);
            case 405, 501 -> new Failure.Unsupported(operation, status, code);
            case 409 -> new Failure.Conflict(operation, status, code);
            case 429 -> new Failure.Throttled(operation, status);
            case 503 ->
                code.equals("SlowDown") || code.equals("Throttling")
                        ? new Failure.Throttled(operation, status)
                        : new Failure.StoreError(operation, status, code);
            default ->
                status >= 500
                        ? new Failure.StoreError(operation, status, code)
                        : rejected(operation, status, code, exception);
        };
    }

    private static Failure rejected(String operation, int status, String code, AwsServiceException exception) {
        String message = exception.awsErrorDetails() == null
                        || exception.awsErrorDetails().errorMessage() == null
                ? ""
                : exception.awsErrorDetails().errorMessage();
        return new Failure.Rejected(
                operation,
                status,
                code,
                message.length() <= MAX_SERVER_MESSAGE ? message : message.substring(0, MAX_SERVER_MESSAGE));
    }

    /** The store's error code, or an empty string when it gave none. */
    static String code(AwsServiceException exception) {
        return exception.awsErrorDetails() == null
                        || exception.awsErrorDetails().errorCode() == null
                ? ""
                : exception.awsErrorDetails().errorCode();
    }

    /** Names the problem without ports and times, so that the same problem reads the same each time. */
    public static String connectionProblem(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _, SocketTimeoutException _ -> {
                    return "timed out";
                }
                case UnknownHostException _ -> {
                    return "unknown host";
                }
                case ConnectException _ -> {
                    return "connection refused";
                }
                case SSLException _ -> {
                    return "TLS handshake failed: " + cause.getMessage();
                }
                case SocketException _ -> {
                    return "connection broken";
                }
                default -> {
                    // look further down
                }
            }
        }
        return "no readable answer: " + exception.getClass().getSimpleName();
    }
}
