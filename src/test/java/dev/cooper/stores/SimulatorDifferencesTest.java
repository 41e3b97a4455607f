package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator answers as RGW behind Keystone does, which is the stack of KakaoCloud, but where the request's script names
 * the source that says otherwise.
 */
@Tag("stores")
class SimulatorDifferencesTest {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "stores", "requests");

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theSimulatorAnswersAsRgwBehindKeystone(Path script) throws IOException {
        List<ScriptedRequest> requests = ScriptedRequest.read(script);
        List<List<String>> simulator = answers(Stores.SIMULATOR, requests);
        List<List<String>> rgw = answers(Stores.RGW_WITH_KEYSTONE, requests);

        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            ScriptedRequest request = requests.get(i);
            boolean same = rgw.get(i).equals(simulator.get(i));
            if (same && request.differs() != null) {
                wrong.add("%s: no difference any more".formatted(request.name()));
            } else if (!same && request.differs() == null) {
                wrong.add("%s%n    RGW only:       %s%n    simulator only: %s"
                        .formatted(
                                request.name(),
                                without(rgw.get(i), simulator.get(i)),
                                without(simulator.get(i), rgw.get(i))));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }

    private static List<List<String>> answers(Stores store, List<ScriptedRequest> requests) {
        RawS3 raw = store.raw();
        String bucket = "cooper-" + UUID.randomUUID();
        Map<String, String> names = new HashMap<>(Map.of("b", bucket, "o", bucket + "-too"));
        List<List<String>> answers = new ArrayList<>();
        for (ScriptedRequest request : requests) {
            answers.add(ToldAnswer.of(request.sendTo(raw, names), names));
        }
        return answers;
    }
}
