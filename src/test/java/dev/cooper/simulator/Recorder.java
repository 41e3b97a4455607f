package dev.cooper.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers what was asked, without what would let the reader ask the same. */
final class Recorder {
    private static final int CAPACITY = 100_000;
    private static final Set<String> SECRET_HEADERS =
            Set.of("authorization", "x-amz-security-token", "x-auth-token", "x-subject-token", "cookie");

    private final Clock clock;
    private final Consumer<RecordedRequest> listener;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Map<String, Integer> operations = new TreeMap<>();
    private long sequence;

    Recorder(Clock clock, Consumer<RecordedRequest> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** What a service finds out about a request before it answers. */
    record Subject(String operation, boolean supported, String bucket, String key) {}

    /** A request under way. Used by one thread. */
    final class Entry {
        private final long number;
        private final Instant arrival = clock.instant();
        private final long startedNanos = System.nanoTime();
        private final Request request;
        private Subject subject = new Subject("Unknown", false, "", "");
        private List<String> missingHeaders = List.of();
        private @Nullable String accessKeyId;
        private @Nullable String fault;

        private Entry(long number, Request request) {
            this.number = number;
            this.request = request;
        }

        long number() {
            return number;
        }

        void subject(Subject found) {
            subject = found;
        }

        void operation(String name, boolean supported) {
            subject = new Subject(name, supported, subject.bucket(), subject.key());
        }

        void missingHeaders(List<String> names) {
            missingHeaders = List.copyOf(names);
        }

        void accessKeyId(@Nullable String id) {
            accessKeyId = id;
        }

        void fault(String action) {
            fault = action;
        }

        void answered(int status, @Nullable String errorCode) {
            add(new RecordedRequest(
                    number,
                    arrival,
                    subject.operation(),
                    subject.supported(),
                    request.method(),
                    request.rawPath(),
                    redactedQuery(),
                    subject.bucket(),
                    subject.key(),
                    status,
                    errorCode,
                    fault,
                    accessKeyId,
                    request.headers().get("User-Agent", ""),
                    redactedHeaders(),
                    missingHeaders,
                    Duration.ofNanos(System.nanoTime() - startedNanos).toMillis()));
        }

        /** @param errorCode of the answer that was lost, if it was one */
        void unanswered(@Nullable String errorCode) {
            answered(0, errorCode);
        }

        private String redactedQuery() {
            try {
                return request.query().redacted();
            } catch (Refusal e) {
                return "";
            }
        }

        private Map<String, String> redactedHeaders() {
            Map<String, String> headers = new TreeMap<>();
            for (String name : request.headers().names()) {
                headers.put(
                        name,
                        SECRET_HEADERS.contains(name)
                                ? "***"
                                : request.headers().get(name, ""));
            }
            return Map.copyOf(headers);
        }
    }

    synchronized Entry begin(Request request) {
        sequence++;
        return new Entry(sequence, request);
    }

    private void add(RecordedRequest request) {
        synchronized (this) {
            if (requests.size() == CAPACITY) {
                requests.removeFirst();
            }
            requests.addLast(request);
            operations.merge(request.operation(), 1, Integer::sum);
        }
        listener.accept(request);
    }

    synchronized List<RecordedRequest> requests() {
        return requests.stream()
                .sorted(Comparator.comparingLong(RecordedRequest::sequence))
                .toList();
    }

    synchronized Map<String, Integer> operations() {
        return new TreeMap<>(operations);
    }

    synchronized void clear() {
        requests.clear();
        operations.clear();
    }
}
