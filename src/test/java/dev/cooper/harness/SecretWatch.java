package dev.cooper.harness;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Records every version of every Secret, ConfigMap, event and resource of Cooper's, and every log line, for as long as the
 * suite runs: a secret value stands in the Secret that it was issued for and nowhere else.
 */
final class SecretWatch {
    /** Forgotten with their clusters: what they have recorded can be large. */
    private static final Map<LocalCluster, SecretWatch> WATCHES = Collections.synchronizedMap(new WeakHashMap<>());

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ObjectStore.class,
            Bucket.class,
            BucketPolicy.class,
            AccessKey.class,
            ConfigMap.class,
            Event.class,
            Secret.class);

    /** Entries of a target Secret that are nothing but a secret value. */
    private static final Set<String> SECRET_ENTRIES = Set.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "password");

    /** Secret values within files: of the SDKs, of COSI, and Cooper's own beside templates. */
    private static final Pattern IN_FILES = Pattern.compile(
            "(?i)(?:secret_?access_?key|access_?secret_?key|session_?token)\"?\\s*[=:]\\s*\"?([^\"\\s,}]+)");

    private static final int SHORTEST_SECRET = 16;
    /** Characters of an entry; what is larger is no work of Cooper's. */
    private static final int LARGEST_ENTRY = 64 * 1024;

    private static final long PAGE = 50;

    private final KubernetesClient admin;
    private final Map<String, Collection<Sighting>> sightings = new ConcurrentHashMap<>();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final LogLines log = LogLines.ofThisProcess();
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

    /** Something that was to be read somewhere. */
    private record Sighting(String where, String text) {
        boolean tells(String secret) {
            return text.contains(secret)
                    || text.contains(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private SecretWatch(KubernetesClient admin) {
        this.admin = admin;
        beginAnew();
    }

    /** The one of a cluster; begun with its first use. */
    static SecretWatch of(LocalCluster cluster) {
        return WATCHES.computeIfAbsent(cluster, any -> new SecretWatch(any.client()));
    }

    /** After the API server was set back: its watches send nothing older than what they have seen. */
    synchronized void beginAnew() {
        informers.forEach(SharedIndexInformer::stop);
        informers.clear();
        KINDS.forEach(this::watch);
    }

    private <T extends HasMetadata> void watch(Class<T> kind) {
        informers.add(admin.resources(kind).inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T resource) {
                record(resource);
            }

            @Override
            public void onUpdate(T old, T resource) {
                record(resource);
            }

            @Override
            public void onDelete(T resource, boolean unknown) {
                // nothing is to be read there any more
            }
        }));
    }

    private void record(HasMetadata resource) {
        String where = where(resource);
        Collection<Sighting> here = sightings.computeIfAbsent(namespace(resource), _ -> new ConcurrentLinkedQueue<>());
        if (resource instanceof Secret secret) {
            decoded(secret).forEach((entry, value) -> here.add(new Sighting(where, entry + "=" + value)));
            here.add(new Sighting(
                    "metadata of " + where,
                    Serialization.asJson(
                            new SecretBuilder(secret).withData(null).build())));
        } else {
            here.add(new Sighting(where, Serialization.asJson(resource)));
        }
        versions.add(version(resource));
    }

    private static String version(HasMetadata resource) {
        return resource.getMetadata().getUid() + "/" + resource.getMetadata().getResourceVersion();
    }

    private static String namespace(HasMetadata resource) {
        return Objects.requireNonNullElse(resource.getMetadata().getNamespace(), "");
    }

    private static String where(HasMetadata resource) {
        return "%s %s/%s"
                .formatted(
                        resource.getKind(),
                        namespace(resource),
                        resource.getMetadata().getName());
    }

    private static Map<String, String> decoded(Secret secret) {
        return Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()).entrySet().stream()
                .filter(entry -> entry.getValue().length() <= LARGEST_ENTRY)
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
    }

    /** Where the log stands now. */
    int logPosition() {
        return log.size();
    }

    /**
     * Where secret values stand that do not belong there.
     *
     * @param namespace whose target Secrets they are of
     * @param others further values, which no Secret of the namespace holds
     * @param logPosition where the log stood before any of them was issued
     */
    List<String> leaks(String namespace, Collection<String> others, int logPosition) {
        Awaitility.await("all that stands in " + namespace + " was seen")
                .atMost(Duration.ofSeconds(30))
                .until(() -> versions.containsAll(current(namespace)));
        Map<String, String> homes = new HashMap<>();
        others.forEach(value -> homes.put(value, "no Secret here"));
        homes.putAll(issued(namespace));
        List<Sighting> readable = Stream.concat(
                        Stream.of(namespace, "", "default")
                                .flatMap(each -> sightings.getOrDefault(each, List.of()).stream()),
                        log.since(logPosition)
                                .map(line -> new Sighting("the log of " + line.substring(0, line.indexOf(':')), line)))
                .toList();
        sightings.remove(namespace);
        return homes.entrySet().stream()
                .flatMap(secret -> readable.stream()
                        .filter(sighting -> !sighting.where().equals(secret.getValue()))
                        .filter(sighting -> sighting.tells(secret.getKey()))
                        .map(sighting ->
                                "a secret value of %s stands in %s".formatted(secret.getValue(), sighting.where())))
                .distinct()
                .toList();
    }

    private Set<String> current(String namespace) {
        return KINDS.stream()
                .filter(kind -> kind != ObjectStore.class)
                .flatMap(kind -> versions(kind, namespace).stream())
                .collect(Collectors.toSet());
    }

    private <T extends HasMetadata> Set<String> versions(Class<T> kind, String namespace) {
        Set<String> all = new HashSet<>();
        ListOptions page = new ListOptionsBuilder().withLimit(PAGE).build();
        do {
            KubernetesResourceList<T> found =
                    admin.resources(kind).inNamespace(namespace).list(page);
            found.getItems().forEach(resource -> all.add(version(resource)));
            page.setContinue(found.getMetadata().getContinue());
        } while (page.getContinue() != null && !page.getContinue().isEmpty());
        return all;
    }

    /** Each secret value that a target Secret ever held, and which one that was. */
    private Map<String, String> issued(String namespace) {
        Map<String, String> homes = new HashMap<>();
        for (Sighting sighting : sightings.getOrDefault(namespace, List.of())) {
            if (sighting.where().startsWith("Secret ")) {
                secrets(sighting.text()).forEach(value -> homes.put(value, sighting.where()));
            }
        }
        return homes;
    }

    private static Stream<String> secrets(String entry) {
        String name = entry.substring(0, entry.indexOf('='));
        String value = entry.substring(entry.indexOf('=') + 1);
        Matcher inFile = IN_FILES.matcher(value);
        return (SECRET_ENTRIES.contains(name)
                        ? Stream.of(value)
                        : inFile.results().map(found -> found.group(1)))
                .filter(secret -> secret.length() >= SHORTEST_SECRET);
    }
}
