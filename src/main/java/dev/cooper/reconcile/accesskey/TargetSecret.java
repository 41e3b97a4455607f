package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Secret that an AccessKey writes to: read and written by name, since Cooper may neither list nor watch the Secrets of
 * most namespaces. A Secret that does not name the AccessKey as its owner is never touched.
 */
final class TargetSecret {
    /** Tells whose it is; what is watched is selected by it. */
    static final String ACCESS_KEY_LABEL = "storage.cooper.dev/access-key";

    private static final int LONGEST_LABEL = 63;

    /** The intent under which the key in the Secret was issued: tells, after a crash, that it arrived here. */
    private static final String INTENT = "storage.cooper.dev/intent-id";

    /** When that key ends by itself: tells, after a crash, how long it serves. */
    private static final String EXPIRY = "storage.cooper.dev/expires-at";

    /** Tells whether somebody edited the data. */
    private static final String CHECKSUM = "storage.cooper.dev/checksum";

    /** Names of the labels and annotations that stand here because the spec says so, or said so. */
    private static final String LABELS = "storage.cooper.dev/labels";

    private static final String ANNOTATIONS = "storage.cooper.dev/annotations";

    private final KubernetesClient kubernetes;
    private final AccessKey owner;
    private @Nullable Secret current;

    private TargetSecret(KubernetesClient kubernetes, AccessKey owner, @Nullable Secret current) {
        this.kubernetes = kubernetes;
        this.owner = owner;
        this.current = current;
    }

    /** Reads the Secret; ends in {@link Failure.SecretNotOurs} when it must not be written. */
    static TargetSecret read(KubernetesClient kubernetes, AccessKey owner) {
        Secret secret = find(kubernetes, owner);
        if (secret != null) {
            requireOurs(secret, owner);
        }
        return new TargetSecret(kubernetes, owner, secret);
    }

    /** Reads the Secret, also one that must not be written; a Secret of somebody else is as good as none. */
    static TargetSecret peek(KubernetesClient kubernetes, AccessKey owner) {
        return of(kubernetes, owner, find(kubernetes, owner));
    }

    /** The same of a Secret that was read already. */
    static TargetSecret of(KubernetesClient kubernetes, AccessKey owner, @Nullable Secret secret) {
        return new TargetSecret(kubernetes, owner, secret != null && isOwned(secret, owner) ? secret : null);
    }

    private static @Nullable Secret find(KubernetesClient kubernetes, AccessKey owner) {
        return ApiRefusals.told(named(owner), () -> kubernetes
                .secrets()
                .inNamespace(owner.getMetadata().getNamespace())
                .withName(owner.getSpec().secret().name())
                .get());
    }

    private static String named(AccessKey owner) {
        return "Secret " + owner.getSpec().secret().name();
    }

    private static void requireOurs(Secret secret, AccessKey owner) {
        String name = secret.getMetadata().getName();
        if (isOfPredecessor(secret, owner)) {
            throw new StoreException(new Failure.SecretLeaving(named(owner)));
        }
        if (!isOwned(secret, owner)) {
            throw new StoreException(new Failure.SecretNotOurs(name, "exists and was not made for this AccessKey"));
        }
        if ("kubernetes.io/service-account-token".equals(secret.getType())) {
            throw new StoreException(new Failure.SecretNotOurs(name, "is the token of a service account"));
        }
        if (Boolean.TRUE.equals(secret.getImmutable())) {
            throw new StoreException(new Failure.SecretNotOurs(name, "is immutable"));
        }
    }

    /** An AccessKey that was deleted and made again finds the Secret of the first until that is collected. */
    static boolean isOfPredecessor(HasMetadata resource, AccessKey owner) {
        return resource.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> owner.getKind().equals(reference.getKind())
                        && owner.getApiVersion().equals(reference.getApiVersion())
                        && owner.getMetadata().getName().equals(reference.getName())
                        && !owner.getMetadata().getUid().equals(reference.getUid()));
    }

    static boolean isOwned(HasMetadata resource, AccessKey owner) {
        return resource.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .anyMatch(owner.getMetadata().getUid()::equals);
    }

    /** The key in the Secret, if there is a whole one. */
    Optional<IssuedKey> key(@Nullable Instant expiresAt) {
        return SecretContents.key(entries(), expiresAt);
    }

    /** Whether the key in the Secret is the one that was issued under this intent. */
    boolean carriesIntent(@Nullable String intent) {
        return intent != null && intent.equals(annotation(INTENT));
    }

    /** The key that was issued under this intent, if it is there. */
    Optional<IssuedKey> arrived(@Nullable String intent) {
        return carriesIntent(intent) ? key(KeySchedule.instant(annotation(EXPIRY))) : Optional.empty();
    }

    /** Whether the entries are those that Cooper wrote last: false after an edit. */
    boolean isAsWritten() {
        return checksum(entries()).equals(annotation(CHECKSUM));
    }

    boolean says(Map<String, String> entries) {
        return entries().equals(entries) && isIntact();
    }

    /** Whether it is as Cooper wrote it, with the labels and annotations that the spec says, and may be written. */
    boolean isIntact() {
        Secret secret = current;
        return secret != null
                && !Boolean.TRUE.equals(secret.getImmutable())
                && isAsWritten()
                && Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.<String, String>of())
                        .entrySet()
                        .containsAll(labels().entrySet())
                && secret.getMetadata()
                        .getAnnotations()
                        .entrySet()
                        .containsAll(annotations().entrySet())
                && stale(LABELS, labels()).isEmpty()
                && stale(ANNOTATIONS, annotations()).isEmpty();
    }

    /** What stands here only because an earlier spec said so. */
    private Map<String, String> stale(String record, Map<String, String> wanted) {
        String names = annotation(record);
        return names == null || names.isEmpty()
                ? Map.of()
                : Arrays.stream(names.split(",", -1))
                        .filter(name -> !wanted.containsKey(name))
                        .collect(Collectors.toMap(name -> name, _ -> ""));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(
                Objects.requireNonNullElse(owner.getSpec().secret().labels(), Map.of()));
        labels.putAll(ownLabels(owner));
        return labels;
    }

    private static Map<String, String> ownLabels(AccessKey owner) {
        String name = owner.getMetadata().getName();
        return Map.of(
                "app.kubernetes.io/managed-by",
                "cooper",
                ACCESS_KEY_LABEL,
                name.length() <= LONGEST_LABEL ? name : owner.getMetadata().getUid());
    }

    private Map<String, String> annotations() {
        return new TreeMap<>(Objects.requireNonNullElse(owner.getSpec().secret().annotations(), Map.of()));
    }

    /**
     * Puts a key there, which was issued under this intent.
     *
     * @param expiresAt when it ends by itself, or null
     */
    void write(Map<String, String> entries, String intent, @Nullable Instant expiresAt) {
        put(entries, intent, expiresAt == null ? null : expiresAt.toString());
    }

    /** Puts these entries around the key that is there. */
    void rewrite(Map<String, String> entries) {
        put(entries, Objects.requireNonNullElse(annotation(INTENT), ""), annotation(EXPIRY));
    }

    private void put(Map<String, String> entries, String intent, @Nullable String expiry) {
        boolean exists = current != null;
        Secret written = new SecretBuilder(exists ? current : empty())
                .editMetadata()
                .removeFromLabels(stale(LABELS, labels()))
                .removeFromAnnotations(stale(ANNOTATIONS, annotations()))
                .addToLabels(labels())
                .addToAnnotations(annotations())
                .addToAnnotations(LABELS, String.join(",", labels().keySet()))
                .addToAnnotations(ANNOTATIONS, String.join(",", annotations().keySet()))
                .addToAnnotations(INTENT, intent)
                .removeFromAnnotations(EXPIRY)
                .addToAnnotations(expiry == null ? Map.of() : Map.of(EXPIRY, expiry))
                .addToAnnotations(CHECKSUM, checksum(entries))
                .endMetadata()
                .withData(encoded(entries))
                .build();
        Optional<IssuedKey> key = SecretContents.key(entries, null);
        current = ApiRefusals.told(
                named(owner),
                words -> key.filter(each -> tells(words, each)).isPresent(),
                () -> exists
                        ? kubernetes.resource(written).update()
                        : kubernetes.resource(written).create());
    }

    private static boolean tells(String words, IssuedKey key) {
        return Stream.of(key.secretAccessKey(), key.sessionToken())
                .filter(Objects::nonNull)
                .anyMatch(value -> words.contains(value) || words.contains(encode(value)));
    }

    private @Nullable String annotation(String name) {
        Secret secret = current;
        return secret == null || secret.getMetadata().getAnnotations() == null
                ? null
                : secret.getMetadata().getAnnotations().get(name);
    }

    /** The values are random keys for the greater part, so that their digest tells nothing of them. */
    private static String checksum(Map<String, String> entries) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(encoded(entries)).forEach((name, value) -> {
                sha256.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    private static Map<String, String> encoded(Map<String, String> entries) {
        return entries.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> encode(entry.getValue())));
    }

    private Secret empty() {
        return new SecretBuilder()
                .withMetadata(ownedMetadata(owner))
                .withType(owner.getSpec().secret().has(Format.serviceBinding) ? "servicebinding.io/s3" : "Opaque")
                .build();
    }

    /** Of what is written for an AccessKey under the name that it gives. */
    static ObjectMeta ownedMetadata(AccessKey owner) {
        return new ObjectMetaBuilder()
                .withName(owner.getSpec().secret().name())
                .withNamespace(owner.getMetadata().getNamespace())
                .addToLabels(ownLabels(owner))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .build())
                .build();
    }

    private Map<String, String> entries() {
        Secret secret = current;
        return secret == null
                ? Map.of()
                : Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> decode(entry.getValue())));
    }

    private static String encode(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String value) {
        return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    }
}
