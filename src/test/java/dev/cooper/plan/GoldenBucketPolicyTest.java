package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.cooper.api.AclSpec;
import dev.cooper.api.BucketPolicySpec;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.Provider;
import dev.cooper.api.PublicAccess;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.Planner.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of golden/bucketpolicies/PROVIDER: a Bucket and its BucketPolicies, the oldest first, give the acl or
 * policy that the bucket shall have, and what the status says of each. {@code -Dgolden.write=true} writes that anew.
 */
class GoldenBucketPolicyTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "bucketpolicies");
    private static final String IN = "in.yaml";
    private static final String OUT = "out.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES));

    record Result(@Nullable AclSpec acl, @Nullable JsonNode policy, List<PolicyContribution> contributions) {}

    @TestFactory
    Stream<DynamicTest> compiles() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            for (Path folder : list(GOLDEN.resolve(provider.id()))) {
                tests.add(DynamicTest.dynamicTest(
                        GOLDEN.relativize(folder).toString(), folder.toUri(), () -> assertCompiled(provider, folder)));
            }
        }
        return tests.stream();
    }

    @Test
    void eachProfileHasAFolder() throws IOException {
        assertThat(list(GOLDEN))
                .extracting(folder -> folder.toFile().getName())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Provider.values()).map(Provider::id).toList());
        for (Path provider : list(GOLDEN)) {
            assertThat(list(provider)).isNotEmpty().allMatch(Files::isDirectory);
        }
    }

    private static void assertCompiled(Provider provider, Path folder) throws IOException {
        List<JsonNode> documents;
        try (MappingIterator<JsonNode> all =
                YAML.readerFor(JsonNode.class).readValues(folder.resolve(IN).toFile())) {
            documents = all.readAll();
        }
        BucketSpec bucket = YAML.treeToValue(documents.getFirst().path("spec"), BucketSpec.class);
        List<PolicySource> policies = new ArrayList<>();
        for (JsonNode policy : documents.subList(1, documents.size())) {
            JsonNode metadata = policy.path("metadata");
            policies.add(new PolicySource(
                    metadata.path("name").asText(),
                    metadata.path("uid").asText(),
                    1L,
                    YAML.treeToValue(policy.path("spec"), BucketPolicySpec.class)));
        }
        PolicyTarget target = new PolicyTarget(
                documents.getFirst().path("metadata").path("name").asText(),
                "shop-receipts",
                bucket,
                Profiles.of(provider),
                PublicAccess.Allowed,
                new OwnIdentity("arn:aws:iam:::user/cooper", true),
                Map.of(
                        "shop",
                        new KeyIdentity.OwnUser("arn:aws:iam::111122223333:user/cooper-shop"),
                        "session",
                        KeyIdentity.COOPERS));
        Contributions.Merged merged =
                Contributions.of(target, policies, List.of()).onto(new Observed(Map.of()));
        String actual = YAML.writeValueAsString(
                new Result(merged.spec().acl(), merged.spec().policy(), merged.after()));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(folder.resolve(OUT), actual);
        }
        assertThat(list(folder))
                .extracting(file -> folder.relativize(file).toString())
                .containsExactly(IN, OUT);
        assertThat(actual).isEqualTo(Files.readString(folder.resolve(OUT)));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
