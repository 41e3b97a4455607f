package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.plan.CorsState.Rule;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorsFeatureTest {
    private static final BucketSpec NONE = Yaml.spec("cors: {rules: []}");
    private static final String READ = "{allowedOrigins: ['*'], allowedMethods: [GET]}";
    private static final String WRITE = """
            {id: write, allowedOrigins: ['https://a.example.com', 'https://b.example.com'], \
            allowedMethods: [PUT, POST], allowedHeaders: [Authorization, x-amz-*], exposeHeaders: [ETag], \
            maxAgeSeconds: 600}""";
    private static final Rule READS = rule(null, Set.of("*"), Set.of("GET"));
    private static final Rule WRITES = Rule.of(
            "write",
            List.of("https://b.example.com", "https://a.example.com"),
            List.of("POST", "PUT"),
            List.of("X-Amz-*", "authorization"),
            List.of("etag"),
            600);

    private static BucketSpec spec(String... rules) {
        return Yaml.spec("cors: {rules: [" + String.join(", ", rules) + "]}");
    }

    private static Rule rule(@Nullable String id, Set<String> origins, Set<String> methods) {
        return Rule.of(id, origins, methods, Set.of(), Set.of(), null);
    }

    @Test
    void aNewBucketHasNone() {
        assertThat(CorsFeature.INSTANCE.initial(spec(READ))).contains(CorsState.NONE);
    }

    @Test
    void neitherTheOrderInListsNorTheCaseOfHeadersMatters() {
        assertSame(NONE);
        assertSame(spec(READ), READS);
        assertSame(spec(WRITE, READ), WRITES, READS);
        assertSame(spec("{allowedOrigins: ['*', '*'], allowedMethods: [GET, GET], allowedHeaders: []}"), READS);
    }

    @Test
    void aNameThatTheSpecDoesNotGiveIsTheStoresAffair() {
        assertSame(spec(READ), rule("made-by-the-store", Set.of("*"), Set.of("GET")));
        assertDiffers(spec(WRITE), WRITES.nameless());
    }

    @Test
    void theOrderOfRulesMatters() {
        assertDiffers(spec(WRITE, READ), READS, WRITES);
    }

    @Test
    void differencesAreSet() {
        assertDiffers(spec(READ));
        assertDiffers(spec(READ), READS, WRITES);
        assertDiffers(spec(READ), rule(null, Set.of("https://a.example.com"), Set.of("GET")));
        assertDiffers(spec(READ), rule(null, Set.of("*"), Set.of("GET", "HEAD")));
        assertDiffers(spec(READ), rule(null, Set.of("*"), Set.of("PATCH")));
        assertDiffers(spec(READ), Rule.of(null, Set.of("*"), Set.of("GET"), Set.of("*"), Set.of(), null));
        assertDiffers(spec(READ), Rule.of(null, Set.of("*"), Set.of("GET"), Set.of(), Set.of("ETag"), null));
        assertDiffers(spec(READ), Rule.of(null, Set.of("*"), Set.of("GET"), Set.of(), Set.of(), 0));
    }

    @Test
    void noneIsARemoval() {
        assertThat(CorsFeature.INSTANCE.diff(NONE, new CorsState(List.of(READS))))
                .containsExactly(new Change.RemoveCors());
    }

    private static void assertSame(BucketSpec spec, Rule... observed) {
        assertThat(CorsFeature.INSTANCE.diff(spec, new CorsState(List.of(observed))))
                .isEmpty();
    }

    private static void assertDiffers(BucketSpec spec, Rule... observed) {
        assertThat(CorsFeature.INSTANCE.diff(spec, new CorsState(List.of(observed))))
                .containsExactly(
                        new Change.SetCors(Objects.requireNonNull(spec.cors()).rules()));
    }
}
