package dev.cooper.simulator;

import java.time.Instant;

/** An authenticated request on its way to its handler. */
record S3Call(Request request, S3Route route, Principal principal, Instant now) {
    Query query() {
        return request.query();
    }

    Headers headers() {
        return request.headers();
    }

    String key() {
        return route.key();
    }

    /** The user that a new bucket or upload belongs to. */
    String userId() {
        return switch (principal) {
            case Principal.Member member -> member.userId();
            case Principal.Anonymous() -> "anonymous";
        };
    }
}
