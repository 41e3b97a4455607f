package dev.cooper.stores;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cooper.stores.RawS3.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request of a script in YAML. Names in braces are filled in: {@code {b}} and {@code {o}} are buckets of the run's own.
 *
 * @param send method, path and query
 * @param configures adds the headers that KakaoCloud requires of a configuration: Content-MD5, Content-Type: text/html
 * @param keeps elements of the answer, by the names under which later requests use them
 * @param differs why the simulator answers otherwise than RGW, with the source that says so
 */
record ScriptedRequest(
        String name,
        String send,
        boolean configures,
        @Nullable Map<String, String> headers,
        @Nullable String body,
        @Nullable Map<String, String> keeps,
        @Nullable Signature signedBy,
        @Nullable String differs) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Whose signature a request carries. */
    enum Signature {
        USER,
        NOBODY,
        WRONG_SECRET
    }

    static List<ScriptedRequest> read(Path script) throws IOException {
        return YAML.readValue(script.toFile(), new TypeReference<>() {});
    }

    /** Sends it, and adds to the names what it keeps. */
    Answer sendTo(RawS3 store, Map<String, String> names) {
        String[] line = fill(send, encoded(names)).split(" ", 2);
        String content = fill(Objects.requireNonNullElse(body, ""), names);
        Map<String, String> filled = new HashMap<>();
        Objects.requireNonNullElse(headers, Map.<String, String>of())
                .forEach((header, value) -> filled.put(header, fill(value, names)));
        if (configures) {
            filled.put("Content-Type", "text/html");
            filled.put("Content-MD5", md5(content));
        }
        RawS3 signer =
                switch (Objects.requireNonNullElse(signedBy, Signature.USER)) {
                    case USER -> store;
                    case NOBODY -> store.withKey("0".repeat(20), "0".repeat(40));
                    case WRONG_SECRET -> store.withKey(store.accessKeyId(), "0".repeat(40));
                };
        Answer answer = signer.send(line[0], line[1], filled, content);
        Objects.requireNonNullElse(keeps, Map.<String, String>of())
                .forEach((kept, element) -> names.put(kept, answer.element(element)));
        return answer;
    }

    private static String fill(String text, Map<String, String> names) {
        String filled = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    private static Map<String, String> encoded(Map<String, String> names) {
        Map<String, String> encoded = new HashMap<>();
        names.forEach((name, value) -> encoded.put(
                name, URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        return encoded;
    }

    private static String md5(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
