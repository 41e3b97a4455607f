package dev.cooper.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cooper.api.BucketSpec;

/** Specs as users write them. A field that a class does not have is an error. */
public final class Yaml {
    private static final ObjectMapper STRICT =
            new ObjectMapper(new YAMLFactory()).setAnnotationIntrospector(new NothingIgnored());

    private Yaml() {}

    /** No defaults are filled in; of the fields that have one, features read only a rule's status. */
    public static BucketSpec spec(String yaml) {
        try {
            return STRICT.readValue(yaml, BucketSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** What a class would skip is an error. */
    static final class NothingIgnored extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
            return JsonIgnoreProperties.Value.empty();
        }
    }
}
