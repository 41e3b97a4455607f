package dev.cooper.connection;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cooper.api.Provider;
import dev.cooper.plan.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The capability profiles that come with Cooper: {@code profiles/<provider>.yaml} on the class path. */
public final class Profiles {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    private static final Map<Provider, Profile> ALL =
            Arrays.stream(Provider.values()).collect(Collectors.toMap(Function.identity(), Profiles::load));

    private Profiles() {}

    public static Profile of(Provider provider) {
        return Objects.requireNonNull(ALL.get(provider));
    }

    private static Profile load(Provider provider) {
        String file = "/profiles/" + provider.id() + ".yaml";
        try (InputStream yaml = Profiles.class.getResourceAsStream(file)) {
            return read(Objects.requireNonNull(yaml, file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Takes no key that a profile does not have, and lacks none that it has. */
    static Profile read(InputStream yaml) throws IOException {
        return YAML.readValue(yaml, Profile.class);
    }
}
