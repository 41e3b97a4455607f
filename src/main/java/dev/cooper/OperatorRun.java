package dev.cooper;

import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.ResourceMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the operator inside Quarkus, which brings the Kubernetes client, configuration, health and logging. */
@Singleton
@Readiness
public class OperatorRun implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorRun.class);
    private static final int LEASE_LOST = 1;
    private static final String WATCHED_NAMESPACES = "cooper.secrets.watch-namespaces";
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final KubernetesClient kubernetes;
    private final MeterRegistry meters;
    private final CollectorRegistry prometheus;
    private final StatusPage statusPage;
    private final Cooper.Settings settings;
    private volatile @Nullable Operator operator;
    private volatile boolean stopping;

    OperatorRun(
            KubernetesClient kubernetes,
            MeterRegistry meters,
            CollectorRegistry prometheus,
            StatusPage statusPage,
            CredentialsEndpoint credentialsEndpoint,
            @ConfigProperty(name = "cooper.namespace") Optional<String> namespace,
            @ConfigProperty(name = "cooper.instance") Optional<String> instance,
            @ConfigProperty(name = "cooper.leader-election") boolean leaderElection,
            @ConfigProperty(name = WATCHED_NAMESPACES) Optional<Set<String>> watchedNamespaces) {
        this.kubernetes = kubernetes;
        this.meters = meters;
        this.prometheus = prometheus;
        this.statusPage = statusPage;
        this.settings = new Cooper.Settings(
                namespace.orElseGet(
                        () -> Optional.ofNullable(kubernetes.getNamespace()).orElse("default")),
                instance.orElse("cooper"),
                leaderElection,
                this::leaseEnded,
                credentialsEndpoint.address(),
                names(watchedNamespaces.orElse(Set.of())));
    }

    private static Set<String> names(Set<String> namespaces) {
        namespaces.forEach(namespace -> {
            if (!NAMESPACE.matcher(namespace).matches()) {
                throw new IllegalArgumentException(
                        "%s: '%s' is not the name of a namespace. Give plain names, separated by commas"
                                .formatted(WATCHED_NAMESPACES, namespace));
            }
        });
        return namespaces;
    }

    /** What /q/metrics answers from. Quarkus makes one too, but another one for each place that it is injected into. */
    @Produces
    @Singleton
    static CollectorRegistry collectors() {
        return new CollectorRegistry(true);
    }

    /** JOSDK tells the action of some events only; Prometheus takes no meters of one name with different tags. */
    @Produces
    @Singleton
    static MeterFilter actionOfEachEvent() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals("events.received") && id.getTag("action") == null
                        ? id.withTag(Tag.of("action", "none"))
                        : id;
            }
        };
    }

    void start(@Observes StartupEvent event) {
        CachedResources resources = new CachedResources();
        Operator created = Cooper.operator(kubernetes, settings, Clock.systemUTC(), meters, resources);
        created.start();
        prometheus.register(new ResourceMetrics(resources));
        statusPage.start(resources);
        HeapAtRest.watch();
        operator = created;
        LOG.info(
                "Cooper handles events {} ms after process start; credentials of stores are read from namespace {}",
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime(),
                settings.namespace());
    }

    /** Not an orderly end, which would let what is under way go on beside the next leader. */
    private void leaseEnded() {
        if (!stopping) {
            LOG.error("Another process may lead from now on, so this one ends at once; it starts anew as a standby");
            Runtime.getRuntime().halt(LEASE_LOST);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        Operator running = operator;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public HealthCheckResponse call() {
        Operator running = operator;
        boolean healthy = running != null && running.getRuntimeInfo().allEventSourcesAreHealthy();
        return HealthCheckResponse.named("controllers").status(healthy).build();
    }
}
