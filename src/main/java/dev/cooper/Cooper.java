package dev.cooper;

import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Sessions;
import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.JitteredRetry;
import dev.cooper.reconcile.Leadership;
import dev.cooper.reconcile.Metrics;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.ResourceCopies;
import dev.cooper.reconcile.SharedCache;
import dev.cooper.reconcile.StoreUsers;
import dev.cooper.reconcile.Updates;
import dev.cooper.reconcile.accesskey.AccessKeyReconciler;
import dev.cooper.reconcile.accesskey.EndpointAddress;
import dev.cooper.reconcile.bucket.BucketReconciler;
import dev.cooper.reconcile.bucketpolicy.BucketPolicyReconciler;
import dev.cooper.reconcile.store.ObjectStoreReconciler;
import dev.cooper.reconcile.store.OperatorSecretCache;
import dev.cooper.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnAddFilter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the operator together: the same in production and in tests. */
public final class Cooper {
    private static final Logger LOG = LoggerFactory.getLogger(Cooper.class);

    private Cooper() {}

    /**
     * What differs from one installation to the next.
     *
     * @param namespace the operator's own, where the credentials of stores live
     * @param instance names this process in events
     * @param leaderElection whether only one of several processes works at a time
     * @param onLeaseEnd called when this process led and does so no more: another may lead from now on
     * @param endpoint where pods fetch keys; null when that is off
     * @param watchedNamespaces where the Secrets of AccessKeys are watched
     */
    public record Settings(
            String namespace,
            String instance,
            boolean leaderElection,
            Runnable onLeaseEnd,
            @Nullable EndpointAddress endpoint,
            Set<String> watchedNamespaces) {
        /** Without leader election. */
        public Settings(
                String namespace, String instance, @Nullable EndpointAddress endpoint, Set<String> watchedNamespaces) {
            this(namespace, instance, false, () -> {}, endpoint, watchedNamespaces);
        }
    }

    /**
     * An operator that is ready to be started.
     *
     * @param resources is empty, and holds from its start what it has in its caches
     */
    public static Operator operator(
            KubernetesClient kubernetes,
            Settings settings,
            Clock clock,
            MeterRegistry meters,
            CachedResources resources) {
        Leadership leadership = new Leadership(!settings.leaderElection());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Operator operator = new Operator(configuration -> {
            configuration
                    .withKubernetesClient(kubernetes)
                    .withCloseClientOnStop(false)
                    .withExecutorService(threads)
                    .withResourceCloner(new ResourceCopies())
                    .withInformerStoppedHandler((informer, failure) -> informerStopped(informer, failure, resources))
                    .withMetrics(MicrometerMetricsV2.newBuilder(meters).build());
            if (settings.leaderElection()) {
                configuration.withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("cooper")
                                .withLeaseNamespace(settings.namespace())
                                .withIdentity(settings.instance())
                                .withLeaderCallbacks(
                                        new LeaderCallbacks(leadership::begin, settings.onLeaseEnd(), leader -> {}))
                                .build());
            }
        });

        OperatorSecretCache secrets = new OperatorSecretCache(kubernetes, settings.namespace());
        Sessions sessions = new Sessions(secrets, clock, meters);
        Metrics metrics = new Metrics(meters);
        metrics.leading(leadership::isHeld);
        Conditions conditions = new Conditions(clock);
        Recorder recorder = new Recorder(kubernetes, threads, clock, settings.instance());
        ErrorTelling errors = new ErrorTelling(conditions, recorder);

        StoreUsers users = new StoreUsers(() -> operator.getRuntimeInfo().isStarted());

        BucketReconciler buckets = new BucketReconciler(
                sessions, users, conditions, recorder, resources, metrics, errors, leadership, clock);
        AccessKeyReconciler keys = new AccessKeyReconciler(
                sessions,
                users,
                conditions,
                recorder,
                resources,
                errors,
                leadership,
                clock,
                settings.endpoint(),
                settings.watchedNamespaces());

        register(
                operator,
                leadership,
                resources.of(ObjectStore.class),
                new ObjectStoreReconciler(sessions, secrets, users, conditions, recorder, resources, errors),
                _ -> true);
        register(operator, leadership, resources.of(Bucket.class), buckets, buckets::isDueAtOnce);
        register(operator, leadership, resources.of(AccessKey.class), keys, keys::isDueAtOnce);
        register(
                operator,
                leadership,
                resources.of(BucketPolicy.class),
                new BucketPolicyReconciler(resources, conditions, recorder, errors),
                _ -> true);
        return operator;
    }

    /** Nothing goes on with a cache that has ended; who waits for one that could not be filled waits no more. */
    private static void informerStopped(
            SharedIndexInformer<?> informer, @Nullable Throwable failure, CachedResources resources) {
        if (failure != null && informer.hasSynced()) {
            LOG.error(
                    "The watch of {} has ended, so this process ends too",
                    informer.getApiTypeClass().getSimpleName(),
                    failure);
            System.exit(1);
        } else if (failure != null) {
            resources.fail(informer.getApiTypeClass(), failure);
        }
    }

    private static <R extends HasMetadata> void register(
            Operator operator,
            Leadership leadership,
            SharedCache<R> cache,
            Reconciler<R> reconciler,
            OnAddFilter<R> dueAtOnce) {
        operator.register(reconciler, configuration -> configuration
                .withFinalizer(ApiGroup.FINALIZER)
                .withGenerationAware(false)
                .withItemStore(cache.store())
                .withOnAddFilter(dueAtOnce)
                .withOnUpdateFilter((updated, old) -> leadership.isHeld() && Updates.matter(updated, old))
                .withRetry(new JitteredRetry()));
    }
}
