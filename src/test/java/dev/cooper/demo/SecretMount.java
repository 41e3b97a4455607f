package dev.cooper.demo;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Map;

/** Lays a Secret out as a kubelet does for a volume: a dated folder, ..data that points to it, a link for each key. */
public final class SecretMount {
    private SecretMount() {}

    public static void write(Secret secret, Path volume) throws IOException {
        Files.createDirectories(volume);
        Path dated = Files.createTempDirectory(volume, "..");
        for (Map.Entry<String, String> entry : secret.getData().entrySet()) {
            Files.write(dated.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
            Path link = volume.resolve(entry.getKey());
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", entry.getKey()));
            }
        }
        Path renamed = volume.resolve("..data_tmp");
        Files.deleteIfExists(renamed);
        Files.createSymbolicLink(renamed, dated.getFileName());
        Files.move(renamed, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
