package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CachedStateTest {
    private final String uid = UUID.randomUUID().toString();
    private final ItemStore<Bucket> one = CachedState.store();
    private final ItemStore<Bucket> other = CachedState.store();

    private Bucket version(String version) {
        Bucket bucket = new Bucket();
        bucket.setMetadata(new ObjectMetaBuilder()
                .withName("photos")
                .withUid(uid)
                .withResourceVersion(version)
                .withManagedFields(new ManagedFieldsEntry())
                .build());
        return bucket;
    }

    @Test
    void cachesThatTookTheSameVersionHoldOneInstance() {
        one.put("photos", version("1"));
        other.put("photos", version("1"));

        assertThat(one.get("photos")).isSameAs(other.get("photos"));
        assertThat(one.get("photos").getMetadata().getManagedFields()).isEmpty();
    }

    @Test
    void aCacheThatLagsBehindKeepsWhatItHas() {
        one.put("photos", version("1"));
        other.put("photos", version("1"));
        one.put("photos", version("2"));

        assertThat(one.get("photos").getMetadata().getResourceVersion()).isEqualTo("2");
        assertThat(other.get("photos").getMetadata().getResourceVersion()).isEqualTo("1");
        other.put("photos", version("2"));
        assertThat(other.get("photos")).isSameAs(one.get("photos"));
    }
}
