package dev.cooper.demo;

import dev.cooper.api.ApiGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The real kubectl. */
final class KubectlProcess implements Kubectl {
    private final Terminal terminal;
    private final String binary;
    private final Path kubeconfig;

    KubectlProcess(Terminal terminal, String binary, Path kubeconfig) {
        this.terminal = terminal;
        this.binary = binary;
        this.kubeconfig = kubeconfig;
    }

    @Override
    public boolean apply(Path... files) {
        List<String> arguments = new ArrayList<>(List.of("apply"));
        Arrays.stream(files).forEach(file -> arguments.addAll(List.of("-f", file.toString())));
        terminal.command("kubectl " + String.join(" ", arguments));
        return run(arguments, "") == 0;
    }

    /** The values go through standard input: arguments of a process are no secret. */
    @Override
    public void createSecret(String namespace, String name, Map<String, String> data) {
        terminal.command("kubectl -n %s create secret generic %s %s"
                .formatted(
                        namespace,
                        name,
                        String.join(
                                " ",
                                data.keySet().stream()
                                        .sorted()
                                        .map(key -> "--from-literal=" + key + "=…")
                                        .toList())));
        StringBuilder manifest = new StringBuilder(
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\"},\"stringData\":{"
                        .formatted(name, namespace));
        manifest.append(String.join(
                ",",
                data.entrySet().stream()
                        .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
                        .toList()));
        run(List.of("apply", "--server-side", "-f", "-"), manifest.append("}}").toString());
    }

    @Override
    public void get(String namespace, String... resources) {
        terminal.command("kubectl -n %s get %s".formatted(namespace, String.join(",", resources)));
        run(List.of("-n", namespace, "get", String.join(",", resources)), "");
    }

    @Override
    public void reconcileNow(String namespace, String resource, String name) {
        terminal.command("kubectl -n %s annotate --overwrite %s %s %s=\"$(date)\""
                .formatted(namespace, resource, name, ApiGroup.RECONCILE_AT));
        run(
                List.of(
                        "-n",
                        namespace,
                        "annotate",
                        "--overwrite",
                        resource,
                        name,
                        ApiGroup.RECONCILE_AT + "=" + System.currentTimeMillis()),
                "");
    }

    private int run(List<String> arguments, String input) {
        List<String> command = new ArrayList<>(List.of(binary, "--kubeconfig", kubeconfig.toString()));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            terminal.output(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }
}
