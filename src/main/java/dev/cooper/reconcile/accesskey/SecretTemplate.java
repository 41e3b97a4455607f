package dev.cooper.reconcile.accesskey;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.cooper.plan.KeyRight;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Entries that users write themselves, in Mustache: a language without logic. Templates see the values below and reach
 * no Java object, no other template and no file.
 */
final class SecretTemplate {
    private static final Pattern ENTRY_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}");
    private static final Mustache.Compiler MUSTACHE = Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .withCollector(new MapsOnly());

    private SecretTemplate() {}

    /** Ends in {@link Failure.Refused} where a template is none, or asks for a value that there is not. */
    static String render(String name, String template, IssuedKey key, SecretContents.Place place) {
        if (!ENTRY_NAME.matcher(name).matches()) {
            throw refused(name, "a name has letters, digits, hyphens, dots and underscores, and no dot in front");
        }
        try {
            return MUSTACHE.compile(template).execute(values(key, place));
        } catch (MustacheException | UnsupportedOperationException e) {
            throw refused(name, Objects.requireNonNullElse(e.getMessage(), "it cannot be read"));
        }
    }

    static StoreException refused(String name, String why) {
        return new StoreException(new Failure.Refused(
                List.of(new Refusal(Refusal.Kind.INVALID, "spec.secret.template[%s]".formatted(name), why))));
    }

    private static Map<String, Object> values(IssuedKey key, SecretContents.Place place) {
        URI endpoint = URI.create(place.endpoint());
        Map<String, Object> values = new HashMap<>(Map.of(
                "accessKeyId", key.accessKeyId(),
                "secretAccessKey", key.secretAccessKey(),
                "sessionToken", Objects.requireNonNullElse(key.sessionToken(), ""),
                "endpoint", place.endpoint(),
                "scheme", endpoint.getScheme(),
                "host", endpoint.getHost(),
                "port", place.port(),
                "region", place.region(),
                "buckets", place.rights().stream().map(SecretTemplate::bucket).toList()));
        if (place.bucketNames().size() == 1) {
            values.put("bucket", place.bucketNames().getFirst());
        }
        values.put(
                "base64", encoding(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        values.put("urlEncode", encoding(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)));
        return values;
    }

    private static Map<String, Object> bucket(KeyRight right) {
        return Map.of(
                "name",
                right.bucket(),
                "access",
                right.access().name(),
                "prefix",
                Objects.requireNonNullElse(right.prefix(), ""));
    }

    private static Mustache.Lambda encoding(UnaryOperator<String> encode) {
        return (fragment, out) -> out.write(encode.apply(fragment.execute()));
    }

    /** Looks into maps and lists, and by reflection into nothing. */
    private static final class MapsOnly extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new HashMap<>();
        }
    }
}
