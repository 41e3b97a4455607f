package dev.cooper.reconcile.accesskey;

import dev.cooper.api.SecretTarget.Format;
import dev.cooper.connection.StoreSession;
import dev.cooper.port.IssuedKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a target Secret says, in the shapes that were asked for. */
final class SecretContents {
    static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
    static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";
    static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    private SecretContents() {}

    /** All entries of the Secret. */
    static Map<String, String> render(
            List<Format> formats, IssuedKey key, StoreSession session, List<String> bucketNames) {
        Map<String, String> entries = new TreeMap<>();
        for (Format format : formats) {
            switch (format) {
                case env -> entries.putAll(env(key, session, bucketNames));
            }
        }
        return entries;
    }

    /** The variables that AWS's SDKs and tools read, for envFrom. */
    private static Map<String, String> env(IssuedKey key, StoreSession session, List<String> bucketNames) {
        Map<String, String> env = new TreeMap<>();
        env.put(ACCESS_KEY_ID, key.accessKeyId());
        env.put(SECRET_ACCESS_KEY, key.secretAccessKey());
        if (key.sessionToken() != null) {
            env.put(SESSION_TOKEN, key.sessionToken());
        }
        env.put("AWS_REGION", session.region());
        env.put("AWS_DEFAULT_REGION", session.region());
        env.put("AWS_ENDPOINT_URL_S3", session.endpoint());
        if (session.profile().wire().contentMd5()) {
            env.put("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
            env.put("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");
        }
        if (bucketNames.size() == 1) {
            env.put("BUCKET_NAME", bucketNames.getFirst());
        }
        return env;
    }
}
