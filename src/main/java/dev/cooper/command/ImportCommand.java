package dev.cooper.command;

import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Sessions;
import dev.cooper.port.StoreException;
import dev.cooper.status.Verdict;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints Bucket manifests for buckets that exist. Writes nothing, neither to the store nor to Kubernetes. */
@Command(
        name = "import",
        description = {
            "Prints Bucket manifests for the buckets that exist on a store, with adoptionPolicy: IfExists.",
            "Applied as they are, they take the buckets over and change nothing. What a manifest cannot say is left out,"
                    + " with a comment."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Option(names = "--store", required = true, paramLabel = "NAME", description = "The ObjectStore; it must be Ready.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    String store;

    @Option(
            names = "--bucket",
            paramLabel = "GLOB",
            defaultValue = "*",
            description = "Which buckets, with * and ?; default: all.")
    @SuppressWarnings("NullAway.Init")
    String glob;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace to write into the manifests.")
    @Nullable
    String namespace;

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:POD_NAMESPACE:-cooper-system}",
            description = "Namespace of the operator, where the store's Secret is; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    String operatorNamespace;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec command;

    @Override
    public Integer call() {
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build()) {
            SecretReader secrets = new SecretReader(kubernetes, operatorNamespace);
            try (Sessions sessions = new Sessions(secrets, Clock.systemUTC(), new CompositeMeterRegistry())) {
                ObjectStore connected = connected(kubernetes);
                List<Bucket> managed = kubernetes
                        .resources(Bucket.class)
                        .inAnyNamespace()
                        .list()
                        .getItems();
                Manifests manifests = new Manifests(store, namespace, sessions.on(connected), managed);
                PrintWriter out = command.commandLine().getOut();
                PathMatcher wanted = FileSystems.getDefault().getPathMatcher("glob:" + glob);
                sessions.on(connected).buckets().names().stream()
                        .filter(name -> wanted.matches(Path.of(name)))
                        .sorted()
                        .forEach(name -> {
                            out.print(manifests.of(name));
                            out.flush();
                        });
            }
        }
        return 0;
    }

    private ObjectStore connected(KubernetesClient kubernetes) {
        ObjectStore found =
                kubernetes.resources(ObjectStore.class).withName(store).get();
        if (found == null) {
            throw new ParameterException(
                    command.commandLine(), "--store: ObjectStore %s does not exist".formatted(store));
        }
        return found;
    }

    /** One line for people; failures of stores are told as in a status. */
    static String explain(Exception exception) {
        return exception instanceof StoreException e
                ? Verdict.of(e.failure()).message()
                : String.valueOf(exception.getMessage());
    }
}
