package dev.cooper.serve;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.reconcile.CachedResources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Picks from the controllers' caches what somebody may list by the rules of the cluster. */
final class StatusViews {
    /** Each costs one SubjectAccessReview a kind, for those who may not list all namespaces. */
    private static final int MOST_NAMESPACES = 100;

    private final CachedResources resources;
    private final AccessReviews access;
    private final Clock clock;

    StatusViews(CachedResources resources, AccessReviews access, Clock clock) {
        this.resources = resources;
        this.access = access;
        this.clock = clock;
    }

    /**
     * What one person sees.
     *
     * @param namespace the only one that is asked for, or null
     * @throws KubernetesClientException when the API server could not be asked what the person may see
     */
    StatusView of(User user, @Nullable String namespace) {
        Set<String> all = Stream.of(resources.all(Bucket.class), resources.all(AccessKey.class))
                .flatMap(kind -> kind)
                .map(resource -> resource.getMetadata().getNamespace())
                .filter(name -> namespace == null || namespace.equals(name))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asked = all.stream().limit(MOST_NAMESPACES).collect(Collectors.toCollection(TreeSet::new));
        Seen<Bucket> buckets = seen(user, Bucket.class, asked, namespace);
        Seen<AccessKey> keys = seen(user, AccessKey.class, asked, namespace);
        boolean everything = buckets.everywhere() && keys.everywhere();
        return new StatusView(
                user.name(),
                clock.instant().toString(),
                everything
                        ? null
                        : asked.stream()
                                .filter(name -> buckets.in(name) || keys.in(name))
                                .toList(),
                !everything && asked.size() < all.size(),
                access.mayList(user, HasMetadata.getPlural(ObjectStore.class), null)
                        ? sorted(resources.all(ObjectStore.class), StatusView.Store::of)
                        : null,
                sorted(buckets.of(resources), StatusView.BucketRow::of),
                sorted(keys.of(resources), StatusView.Key::of));
    }

    /** The resources of a kind that somebody may list. */
    private record Seen<R extends HasMetadata>(
            Class<R> kind, boolean everywhere, @Nullable String only, Set<String> namespaces) {

        boolean in(String namespace) {
            return everywhere ? only == null || only.equals(namespace) : namespaces.contains(namespace);
        }

        Stream<R> of(CachedResources resources) {
            Predicate<R> seen = resource -> in(resource.getMetadata().getNamespace());
            return resources.all(kind).filter(seen);
        }
    }

    private <R extends HasMetadata> Seen<R> seen(
            User user, Class<R> kind, Set<String> namespaces, @Nullable String only) {
        String plural = HasMetadata.getPlural(kind);
        if (access.mayList(user, plural, null)) {
            return new Seen<>(kind, true, only, Set.of());
        }
        return new Seen<>(
                kind,
                false,
                only,
                namespaces.stream()
                        .filter(namespace -> access.mayList(user, plural, namespace))
                        .collect(Collectors.toSet()));
    }

    private static <R extends HasMetadata, V> List<V> sorted(Stream<R> resources, Function<R, V> view) {
        return resources
                .sorted(Comparator.comparing(StatusViews::sortKey))
                .map(view)
                .toList();
    }

    private static String sortKey(HasMetadata resource) {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }
}
