package dev.cooper.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Helm chart, rendered as its readers are told to install it. */
public final class Chart {
    static final Path FOLDER = Path.of("deploy", "helm", "cooper");
    static final String NAMESPACE = "cooper-system";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Tool helm = Tool.helm();

    Tool helm() {
        return helm;
    }

    /** All manifests, as {@code helm template} prints them; further arguments such as {@code --set} may follow. */
    public String render(String... arguments) {
        return helm.run(command(arguments));
    }

    Tool.Run tryRender(String... arguments) {
        return helm.tryOn("", command(arguments));
    }

    private static String[] command(String... arguments) {
        return Stream.concat(
                        Stream.of("template", "cooper", FOLDER.toString(), "--namespace", NAMESPACE),
                        Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    /** The manifests of a stream of YAML, by what they name: kind, namespace, name. */
    static SortedMap<String, JsonNode> manifests(String yaml) {
        SortedMap<String, JsonNode> manifests = new TreeMap<>();
        for (JsonNode document : documents(yaml)) {
            JsonNode metadata = document.path("metadata");
            String key = "%s %s/%s"
                    .formatted(
                            document.path("kind").asText(),
                            metadata.path("namespace").asText(),
                            metadata.path("name").asText());
            if (manifests.put(key, document) != null) {
                throw new IllegalStateException("twice: " + key);
            }
        }
        return manifests;
    }

    static JsonNode manifest(String yaml, String key) {
        return Objects.requireNonNull(manifests(yaml).get(key), key);
    }

    /** What helm makes for the credentials endpoint. */
    static Secret credentialsCertificate(String rendering) {
        return Serialization.unmarshal(
                manifest(rendering, "Secret cooper-system/cooper-credentials-tls")
                        .toString(),
                Secret.class);
    }

    static List<JsonNode> documents(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            List<JsonNode> read = new ArrayList<>();
            documents.forEachRemaining(read::add);
            read.removeIf(document -> document.isNull() || document.isMissingNode());
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
