package dev.cooper.port;

import dev.cooper.plan.KeyRight;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that is asked for.
 *
 * @param holder whom it is for: the uid of an AccessKey, or empty for Cooper itself
 * @param id the key's access key id, random, where the store lets Cooper choose one
 * @param rights what the key is for; heeded where the source can narrow keys
 * @param role ARN of the role whose session it is to be, or null for the store's; matters only to such sources
 * @param life matters only to sources whose keys expire
 */
public record KeyRequest(
        String holder,
        String id,
        List<KeyRight> rights,
        @Nullable String role,
        Duration life) {

    /** A key for Cooper's own requests. */
    public static KeyRequest ofCooper(Duration life) {
        return ofCooper(KeyPort.newId(), life);
    }

    /** As above, under an id that is known again. */
    public static KeyRequest ofCooper(String id, Duration life) {
        return new KeyRequest("", id, List.of(), null, life);
    }
}
