package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ConfigMap beside the Secret, by the Secret's name, that some formats ask for: where the bucket is, without the key. */
final class TargetConfigMap {
    private static final Set<Format> WITH_CONFIG_MAP =
            EnumSet.of(Format.obc, Format.containerCredentials, Format.webIdentity);

    private final KubernetesClient kubernetes;
    private final AccessKey owner;
    private final List<String> formats;
    private final @Nullable ConfigMap current;

    private TargetConfigMap(
            KubernetesClient kubernetes, AccessKey owner, List<String> formats, @Nullable ConfigMap current) {
        this.kubernetes = kubernetes;
        this.owner = owner;
        this.formats = formats;
        this.current = current;
    }

    /** Reads it where it matters; ends in {@link Failure.Refused} when one is in the way. */
    static TargetConfigMap read(KubernetesClient kubernetes, AccessKey owner) {
        String name = owner.getSpec().secret().name();
        List<String> formats = owner.getSpec().secret().formatsOrDefault().stream()
                .filter(WITH_CONFIG_MAP::contains)
                .map(Format::name)
                .toList();
        boolean matters = !formats.isEmpty() || owner.statusOrEmpty().configMapName() != null;
        ConfigMap current = matters
                ? ApiRefusals.told(named(name), () -> kubernetes
                        .configMaps()
                        .inNamespace(owner.getMetadata().getNamespace())
                        .withName(name)
                        .get())
                : null;
        if (current != null && TargetSecret.isOfPredecessor(current, owner)) {
            throw new StoreException(new Failure.SecretLeaving(named(name)));
        }
        boolean theirs = current != null && !TargetSecret.isOwned(current, owner);
        if (theirs && !formats.isEmpty()) {
            throw new StoreException(new Failure.Refused(List.of(new Refusal(
                    Refusal.Kind.INVALID,
                    "spec.secret.formats",
                    "%s writes ConfigMap %s, which exists and was not made for this AccessKey: remove it, or choose another spec.secret.name"
                            .formatted(formats.getFirst(), name)))));
        }
        return new TargetConfigMap(kubernetes, owner, formats, theirs ? null : current);
    }

    /** Makes it say where the bucket is, or removes it; returns its name while it is there. */
    @Nullable
    String write(SecretContents.Place place, @Nullable EndpointAddress endpoint) {
        if (formats.isEmpty()) {
            if (current != null) {
                kubernetes.resource(current).delete();
            }
            return null;
        }
        String name = owner.getSpec().secret().name();
        Map<String, String> data = new TreeMap<>(PodVariables.of(owner, place, endpoint));
        if (owner.getSpec().secret().has(Format.obc)) {
            data.putAll(obc(place));
        }
        if (current == null) {
            ApiRefusals.told(named(name), () -> kubernetes
                    .resource(new ConfigMapBuilder()
                            .withMetadata(TargetSecret.ownedMetadata(owner))
                            .withData(data)
                            .build())
                    .create());
        } else if (!data.equals(current.getData())) {
            ApiRefusals.told(named(name), () -> kubernetes
                    .resource(new ConfigMapBuilder(current).withData(data).build())
                    .update());
        }
        return name;
    }

    private static String named(String name) {
        return "ConfigMap " + name;
    }

    /** As Rook writes it for an ObjectBucketClaim. */
    private static Map<String, String> obc(SecretContents.Place place) {
        return Map.of(
                "BUCKET_HOST", URI.create(place.endpoint()).getHost(),
                "BUCKET_PORT", place.port(),
                "BUCKET_NAME", place.bucketNames().getFirst(),
                "BUCKET_REGION", place.region(),
                "BUCKET_SUBREGION", "");
    }
}
