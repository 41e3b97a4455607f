package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids of statements, which tell the BucketPolicy that a statement comes from. Letters and digits only, as AWS demands.
 */
final class PolicySid {
    private static final Pattern OURS = Pattern.compile("Cooper([0-9A-Za-z]+)x[0-9]+");

    private PolicySid() {}

    static String of(String uid, int index) {
        return "Cooper" + letters(uid) + "x" + index;
    }

    /** Whether a statement comes from one of these BucketPolicies. */
    static boolean isOf(JsonNode statement, Set<String> uids) {
        Matcher sid = OURS.matcher(statement.path("Sid").asText());
        return sid.matches() && uids.stream().anyMatch(uid -> letters(uid).equals(sid.group(1)));
    }

    private static String letters(String uid) {
        return uid.replaceAll("[^0-9A-Za-z]", "");
    }
}
