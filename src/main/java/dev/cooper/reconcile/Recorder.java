package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events, beside the reconciliation: one that cannot be written delays and fails nothing. */
public final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final int MAX_NOTE = 1_000;
    private static final int MAX_NAME_STEM = 230;
    /** So many are written at once: each has a connection, and a burst must not crowd out the renewal of a lease. */
    private static final int MOST_AT_ONCE = 16;

    private static final String CONTROLLER = "storage.cooper.dev/cooper";

    private final KubernetesClient kubernetes;
    private final Executor executor;
    private final Clock clock;
    private final String instance;
    private final Room room = new Room(MOST_AT_ONCE);

    public Recorder(KubernetesClient kubernetes, Executor executor, Clock clock, String instance) {
        this.kubernetes = kubernetes;
        this.executor = executor;
        this.clock = clock;
        this.instance = instance;
    }

    /** Something went as the user wanted. */
    public void normal(HasMetadata about, String reason, String note) {
        record(about, "Normal", reason, note);
    }

    /** Something that the user should look at. */
    public void warning(HasMetadata about, String reason, String note) {
        record(about, "Warning", reason, note);
    }

    /** As kubectl and client-go name events: after what they are about, with something unique behind. */
    private static String eventName(String about) {
        String stem = about.length() <= MAX_NAME_STEM ? about : about.substring(0, MAX_NAME_STEM);
        return stem + ".%016x".formatted(ThreadLocalRandom.current().nextLong());
    }

    private void record(HasMetadata about, String type, String reason, String note) {
        String namespace = Objects.requireNonNullElse(about.getMetadata().getNamespace(), "default");
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(eventName(about.getMetadata().getName()))
                .withNamespace(namespace)
                .endMetadata()
                .withType(type)
                .withReason(reason)
                .withAction("Reconcile")
                .withNote(note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE - 1) + "…")
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withEventTime(
                        new MicroTime(clock.instant().atOffset(ZoneOffset.UTC).format(MICROS)))
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withName(about.getMetadata().getName())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withUid(about.getMetadata().getUid())
                        .build())
                .build();
        executor.execute(() -> room.run(() -> {
            try {
                kubernetes.resource(event).create();
            } catch (KubernetesClientException e) {
                LOG.warn(
                        "event {} about {}/{} was not written: {}",
                        reason,
                        namespace,
                        about.getMetadata().getName(),
                        e.getMessage());
            }
        }));
    }
}
