package dev.cooper.simulator;

import java.time.Instant;
import java.util.Optional;

/** The conditional headers of RFC 9110, on reads and on writes. */
final class Conditions {
    enum Outcome {
        PROCEED,
        NOT_MODIFIED
    }

    private Conditions() {}

    static Outcome onRead(Headers headers, StoredObject object) {
        Instant lastModified = HttpDates.seconds(object.lastModified());
        String match = headers.get("If-Match");
        Instant unmodifiedSince = HttpDates.parse(headers.get("If-Unmodified-Since"));
        if (match != null
                ? !ETags.matches(match, object.etag())
                : unmodifiedSince != null && lastModified.isAfter(unmodifiedSince)) {
            throw failed();
        }
        String noneMatch = headers.get("If-None-Match");
        Instant modifiedSince = HttpDates.parse(headers.get("If-Modified-Since"));
        boolean unchanged = noneMatch != null
                ? ETags.matches(noneMatch, object.etag())
                : modifiedSince != null && !lastModified.isAfter(modifiedSince);
        return unchanged ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    static void onWrite(Headers headers, Optional<StoredObject> existing) {
        String match = headers.get("If-Match");
        String noneMatch = headers.get("If-None-Match");
        boolean matches = match == null
                || existing.filter(object -> ETags.matches(match, object.etag()))
                        .isPresent();
        boolean noneMatches = noneMatch == null
                || existing.filter(object -> ETags.matches(noneMatch, object.etag()))
                        .isEmpty();
        if (!matches || !noneMatches) {
            throw failed();
        }
    }

    private static Refusal failed() {
        return ErrorCode.PRECONDITION_FAILED.because("At least one of the preconditions you specified did not hold.");
    }
}
