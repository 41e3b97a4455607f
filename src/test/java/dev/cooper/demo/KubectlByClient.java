package dev.cooper.demo;

import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Stands in for kubectl where the API server is embedded, which speaks to the client library only. */
final class KubectlByClient implements Kubectl {
    private final Terminal terminal;
    private final KubernetesClient client;

    KubectlByClient(Terminal terminal, KubernetesClient client) {
        this.terminal = terminal;
        this.client = client;
    }

    @Override
    public boolean apply(Path... files) {
        terminal.command("apply "
                + String.join(" ", Arrays.stream(files).map(Path::toString).toList()));
        Arrays.stream(files).forEach(this::applyFile);
        return true;
    }

    private void applyFile(Path path) {
        if (Files.isDirectory(path)) {
            try (var children = Files.list(path)) {
                children.sorted().forEach(this::applyFile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        try (InputStream yaml = Files.newInputStream(path)) {
            List<HasMetadata> items = client.load(yaml).items();
            for (HasMetadata item : items) {
                boolean there = client.resource(item).get() != null;
                client.resource(item).createOr(NonDeletingOperation::update);
                terminal.output("%s/%s %s"
                        .formatted(
                                item.getKind().toLowerCase(Locale.ROOT),
                                item.getMetadata().getName(),
                                there ? "configured" : "created"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void createSecret(String namespace, String name, Map<String, String> data) {
        terminal.command("create secret " + namespace + "/" + name);
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(data)
                        .withData(encoded(data))
                        .build())
                .create();
    }

    private static Map<String, String> encoded(Map<String, String> data) {
        return data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void get(String namespace, String... resources) {
        terminal.command("get " + String.join(",", resources));
        for (String resource : resources) {
            switch (resource) {
                case "objectstore" ->
                    client.resources(ObjectStore.class).list().getItems().forEach(this::show);
                case "bucket" ->
                    client.resources(Bucket.class)
                            .inNamespace(namespace)
                            .list()
                            .getItems()
                            .forEach(this::show);
                case "accesskey" ->
                    client.resources(AccessKey.class)
                            .inNamespace(namespace)
                            .list()
                            .getItems()
                            .forEach(this::show);
                default -> throw new IllegalArgumentException(resource);
            }
        }
    }

    private void show(CustomResource<?, ?> resource) {
        terminal.output("%-40s ready: %s"
                .formatted(
                        resource.getKind() + "/" + resource.getMetadata().getName(),
                        Readiness.isReady(resource) ? "True" : "False (" + Readiness.message(resource) + ")"));
    }

    @Override
    public void reconcileNow(String namespace, String resource, String name) {
        terminal.command("annotate %s %s %s".formatted(resource, name, ApiGroup.RECONCILE_AT));
        client.resources(Bucket.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":\"%d\"}}}"
                                .formatted(ApiGroup.RECONCILE_AT, System.currentTimeMillis()));
    }
}
