package dev.cooper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.LifecycleRule;
import dev.cooper.simulator.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged program's import command: what it prints takes buckets over and changes nothing. */
class ImportIT {
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

    private record Run(int exit, String out, String err) {}

    private static Run run(OperatorHarness cooper, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "import"));
        command.addAll(List.of(arguments));
        Path errors = Path.of("target", "import.err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("KUBECONFIG", cooper.cluster().kubeconfig().toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(errors));
    }

    @Test
    void whatIsPrintedTakesBucketsOverAndChangesNothing() throws Exception {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            String plain = cooper.bucketName("old-plain");
            String full = cooper.bucketName("old-full");
            String managed = cooper.bucketName("managed");
            existing(cooper, plain);
            BucketControl bucket = existing(cooper, full);
            bucket.setEncryption("AES256");
            bucket.replaceLifecycle(LifecycleRule.expiring("end", 3, "tmp/", Map.of("team", "shop")));
            bucket.putObject("kept", new byte[] {1});
            cooper.bucket(managed, "");
            cooper.awaitReason(Bucket.class, managed, "Ready");
            int before = writes(cooper).size();

            Run run = run(cooper, "--store", cooper.store(), "--bucket", "*-" + cooper.namespace());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).contains("# " + managed + ": left out, since Bucket " + cooper.namespace() + "/");
            List<String> documents = DOCUMENTS
                    .splitAsStream(run.out())
                    .filter(document -> document.contains("kind: Bucket"))
                    .toList();
            assertThat(documents).hasSize(2);
            documents.forEach(document -> cooper.apply(document, Bucket.class));
            cooper.awaitReason(Bucket.class, plain, "Ready");
            Bucket adopted = cooper.awaitReason(Bucket.class, full, "Ready");

            assertThat(adopted.getSpec().lifecycle()).isNotNull();
            assertThat(adopted.getSpec().encryption()).isNotNull();
            assertThat(writes(cooper)).hasSize(before);
            assertThat(cooper.cloud().unsupportedRequests()).isEmpty();
        }
    }

    @Test
    void aStoreThatIsNotThereIsNamed() throws Exception {
        try (OperatorHarness cooper = OperatorHarness.withoutOperator()) {
            Run run = run(cooper, "--store", "nowhere");
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("ObjectStore nowhere does not exist");
        }
    }

    private static BucketControl existing(OperatorHarness cooper, String name) {
        return cooper.cloud()
                .createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), name);
    }

    private static List<RecordedRequest> writes(OperatorHarness cooper) {
        return cooper.cloud().requests().stream()
                .filter(request -> !request.bucket().isEmpty())
                .filter(request ->
                        !request.method().equals("GET") && !request.method().equals("HEAD"))
                .toList();
    }
}
