package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.allowedOrigins.all(origin, origin.matches('" + CorsRule.ONE_STAR + "'))",
        message =
                "an origin in allowedOrigins is a scheme and a host with at most one *, such as https://*.example.com",
        fieldPath = ".allowedOrigins")
@ValidationRule(
        value = "!has(self.allowedHeaders)" + " || self.allowedHeaders.all(header, header.matches('" + CorsRule.ONE_STAR
                + "'))",
        message = "a header in allowedHeaders is a name with at most one *, such as x-amz-*",
        fieldPath = ".allowedHeaders")
@ValidationRule(
        value = "!has(self.exposeHeaders) || self.exposeHeaders.all(header, !header.contains('*'))",
        message = "a header in exposeHeaders is a whole name, such as ETag: S3 knows no * there",
        fieldPath = ".exposeHeaders")
public record CorsRule(
        @Nullable
        @Size(min = 1, max = 255)
        @JsonPropertyDescription("Name of the rule, unique in the bucket. For people only; stores do not need it.")
        String id,

        @Required @Size(min = 1, max = 100) @JsonPropertyDescription("""
                Origins, that is pages' schemes and hosts, whose scripts may call the bucket: \
                https://shop.example.com. Each may have one *, and * alone is every origin. Opens no access by \
                itself: what a script may read or write, the ACL and the policy say.""")
        List<@Pattern(CorsRule.ONE_STAR) @Size(min = 1, max = 256) String> allowedOrigins,

        @Required
        @Size(min = 1, max = 5)
        @JsonPropertyDescription("HTTP methods that scripts may use: GET, PUT, POST, DELETE, HEAD.")
        List<Method> allowedMethods,

        @Nullable @Size(max = 100) @JsonPropertyDescription("""
                Request headers that scripts may send, without regard to case; each may have one *. Default: none \
                beyond those that browsers always allow.""")
        List<@Pattern(CorsRule.ONE_STAR) @Size(min = 1, max = 128) String> allowedHeaders,

        @Nullable @Size(max = 100) @JsonPropertyDescription("""
                Response headers that scripts may read, for example ETag. Default: none beyond those that browsers \
                always show.""")
        List<@Size(min = 1, max = 128) String> exposeHeaders,

        @Nullable @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("""
                Seconds for which a browser may remember the answer to its preflight request. Default: the \
                browser's own.""")
        Integer maxAgeSeconds) {

    /** The methods that S3 knows in CORS rules. */
    public enum Method {
        GET,
        PUT,
        POST,
        DELETE,
        HEAD
    }

    static final String ONE_STAR = "^[^*]*[*]?[^*]*$";
}
