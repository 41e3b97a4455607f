package dev.cooper.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference has a page of each kind, made of crds/. */
class ReferenceTest {
    private static final Path PAGES = Path.of("docs", "reference");

    static Stream<CustomResourceDefinition> crds() throws IOException {
        List<CustomResourceDefinition> crds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("crds"))) {
            for (Path file : files.sorted().toList()) {
                crds.add(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
            }
        }
        return crds.stream();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void eachPageIsThatOfItsCrd(CustomResourceDefinition crd) throws IOException {
        String page = ReferencePage.of(crd);
        assertThat(page).doesNotContain("null");
        Generated.assertCommitted(PAGES.resolve(crd.getSpec().getNames().getSingular() + ".md"), page);
    }
}
