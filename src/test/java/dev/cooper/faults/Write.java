package dev.cooper.faults;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A write, told apart from others by what it is about and not by when it came, so that runs can be compared.
 *
 * @param what method and path, without what differs from run to run
 * @param occurrence 1 for the first of this kind, 2 for the second
 */
record Write(Side side, String what, int occurrence) {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Pattern EVENT_REASON = Pattern.compile("\"reason\":\"(\\w+)\"");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32,}");
    private static final Pattern CHANCE = Pattern.compile("(uploadId|x-id|versionId)=[^&]*");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
    private static final String SIGNS_IN = "AssumeRoleWithWebIdentity";
    private static final Pattern READS = Pattern.compile("(Get|List).*|" + SIGNS_IN);

    /** What a request writes; empty where it reads, signs in, or does not concern the scope. */
    static Optional<String> what(Side side, HttpRequest request, String scope) {
        Optional<String> action = action(side, request);
        if (action.isPresent()) {
            return action.filter(name -> !READS.matcher(name).matches()).map(name -> "POST / " + name);
        }
        boolean concerned = side == Side.KEYSTONE || request.target().contains(scope);
        boolean signsIn = request.target().endsWith("/auth/tokens");
        if (!METHODS.contains(request.method()) || !concerned || signsIn) {
            return Optional.empty();
        }
        String target = request.target();
        String path = side == Side.API ? target.replaceFirst("\\?.*", "").replaceFirst("^/apis?/", "") : target;
        return Optional.of(request.method() + " "
                + CHANCE.matcher(ID.matcher(path.replace(scope, "NS")).replaceAll("ID"))
                        .replaceAll("$1")
                + eventReason(request));
    }

    /** What is asked of IAM and STS, which put it into a form. Cooper's own sessions on kakaocloud are sign-ins. */
    private static Optional<String> action(Side side, HttpRequest request) {
        if (side != Side.S3
                || !request.method().equals("POST")
                || !request.target().equals("/")) {
            return Optional.empty();
        }
        Matcher action = ACTION.matcher(new String(request.body(), StandardCharsets.UTF_8));
        return Optional.of(action.find() ? action.group(1) : SIGNS_IN);
    }

    private static String eventReason(HttpRequest request) {
        if (!request.target().contains("/events")) {
            return "";
        }
        Matcher reason = EVENT_REASON.matcher(new String(request.body(), StandardCharsets.UTF_8));
        return reason.find() ? " " + reason.group(1) : "";
    }

    /** Whether it may come before or after others without anybody's doing. */
    boolean isEvent() {
        return what.contains("/events");
    }

    /** Whether to do it twice is more than to do it once. */
    boolean countsOnce() {
        return !what.startsWith("PATCH") && !what.endsWith("/ PutUserPolicy") && !isEvent();
    }

    /** Whether it makes or removes a key such that a lost one is made up for, and leaves nothing. */
    static boolean isMadeUpFor(String what) {
        return Stream.of("CreateAccessKey", "DeleteAccessKey", "AssumeRole")
                .anyMatch(action -> what.endsWith("/ " + action));
    }

    @Override
    public String toString() {
        return side + ": " + what + (occurrence == 1 ? "" : " (" + occurrence + ")");
    }
}
