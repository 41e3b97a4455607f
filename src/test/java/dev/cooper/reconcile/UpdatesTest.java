package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What starts a reconciliation, beside the first sight of a resource. */
class UpdatesTest {
    private static Bucket bucket(String uid, long generation, String annotation) {
        Bucket bucket = new Bucket();
        bucket.getMetadata().setUid(uid);
        bucket.getMetadata().setGeneration(generation);
        bucket.getMetadata().setAnnotations(Map.of(annotation, "true"));
        return bucket;
    }

    @Test
    void aResourceOfTheSameNameThatWasMadeAnewMatters() {
        assertThat(Updates.matter(bucket("new", 1, "a"), bucket("old", 1, "a"))).isTrue();
    }

    @Test
    void specsAndCoopersAnnotationsMatterAndTheRestDoesNot() {
        Bucket old = bucket("one", 1, "a");
        assertThat(Updates.matter(bucket("one", 2, "a"), old)).isTrue();
        assertThat(Updates.matter(bucket("one", 1, "storage.cooper.dev/paused"), old))
                .isTrue();
        assertThat(Updates.matter(bucket("one", 1, "b"), old)).isFalse();
    }
}
