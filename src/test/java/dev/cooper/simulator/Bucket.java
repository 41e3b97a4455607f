package dev.cooper.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bucket. Guarded by the lock of {@link Buckets}. */
final class Bucket {
    /** Buckets of two projects may share a name: RGW with Keystone gives each project a namespace. */
    record Id(String projectId, String name) {}

    /** S3 lists in the order of UTF-8 bytes, which is that of code points and not that of Java's strings. */
    static final Comparator<String> KEY_ORDER = (a, b) -> {
        int at = 0;
        while (at < a.length() && at < b.length()) {
            int left = a.codePointAt(at);
            int right = b.codePointAt(at);
            if (left != right) {
                return Integer.compare(left, right);
            }
            at += Character.charCount(left);
        }
        return Integer.compare(a.length(), b.length());
    };

    private final Id id;
    private final String ownerId;
    private final Instant created;
    private final NavigableMap<String, StoredObject> objects = new TreeMap<>(KEY_ORDER);
    private final Map<String, MultipartUpload> uploads = new LinkedHashMap<>();
    private List<Grant> grants;
    private List<LifecycleRule> lifecycle = List.of();
    private @Nullable String encryption;
    private @Nullable LoggingTarget logging;
    private long bytes;

    Bucket(Id id, String ownerId, Instant created) {
        this.id = id;
        this.ownerId = ownerId;
        this.created = created;
        this.grants = List.of(new Grant(Grantee.user(ownerId), Permission.FULL_CONTROL));
    }

    Id id() {
        return id;
    }

    String ownerId() {
        return ownerId;
    }

    Instant created() {
        return created;
    }

    List<Grant> grants() {
        return grants;
    }

    void grants(List<Grant> replacement) {
        grants = List.copyOf(replacement);
    }

    List<LifecycleRule> lifecycle() {
        return lifecycle;
    }

    /** No rules: no configuration. */
    void lifecycle(List<LifecycleRule> replacement) {
        lifecycle = List.copyOf(replacement);
    }

    Optional<String> encryption() {
        return Optional.ofNullable(encryption);
    }

    void encryption(@Nullable String algorithm) {
        encryption = algorithm;
    }

    Optional<LoggingTarget> logging() {
        return Optional.ofNullable(logging);
    }

    void logging(@Nullable LoggingTarget target) {
        logging = target;
    }

    /** The objects in key order, to be read only: {@link #put} and {@link #remove} keep the usage right. */
    NavigableMap<String, StoredObject> objects() {
        return objects;
    }

    Optional<StoredObject> object(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    void put(String key, StoredObject object) {
        remove(key);
        objects.put(key, object);
        bytes += object.content().length;
    }

    void remove(String key) {
        StoredObject previous = objects.remove(key);
        if (previous != null) {
            bytes -= previous.content().length;
        }
    }

    long bytes() {
        return bytes;
    }

    /** Open multipart uploads by upload id. */
    Map<String, MultipartUpload> uploads() {
        return uploads;
    }

    /** The first rule, by expiry, that will end this object. */
    Optional<Expiration> expiration(String key, StoredObject object) {
        return lifecycle.stream()
                .filter(rule -> rule.enabled() && rule.matches(key, object.tags()))
                .map(rule -> new Expiration(rule.expiry(object.lastModified()), rule.id()))
                .min(Comparator.comparing(Expiration::at));
    }

    record Expiration(Instant at, String ruleId) {}

    /** Removes what the lifecycle has ended by now. */
    void expire(Instant now) {
        if (lifecycle.isEmpty()) {
            return;
        }
        List<String> ended = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (expiration(key, object).filter(e -> !now.isBefore(e.at())).isPresent()) {
                ended.add(key);
            }
        });
        ended.forEach(this::remove);
    }

    /**
     * Whether the principal holds the permission. The owner is admin whatever the list says (storage.owner), and
     * storage.admin holds every other role.
     */
    boolean allows(Principal principal, Permission permission) {
        if (principal instanceof Principal.Member member && member.userId().equals(ownerId)) {
            return true;
        }
        return grants.stream()
                .anyMatch(grant -> grant.appliesTo(principal)
                        && (grant.permission() == permission || grant.permission() == Permission.FULL_CONTROL));
    }
}
