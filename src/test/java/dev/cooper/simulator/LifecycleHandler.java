package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Get-, Put- and DeleteBucketLifecycle. The page shows Expiration/Days with a Filter/And of prefix and tags, and calls
 * the operation partially supported: the other filter forms are taken as RGW takes them, other actions are refused.
 */
final class LifecycleHandler {
    private static final int MAX_RULES = 1000;
    private static final int MAX_ID_LENGTH = 255;
    private static final Set<String> OTHER_ACTIONS = Set.of(
            "Transition",
            "NoncurrentVersionTransition",
            "NoncurrentVersionExpiration",
            "AbortIncompleteMultipartUpload");
    private static final Set<String> OTHER_EXPIRATIONS = Set.of("Date", "ExpiredObjectDeleteMarker");
    private static final Set<String> OTHER_FILTERS = Set.of("ObjectSizeGreaterThan", "ObjectSizeLessThan");

    Response get(Bucket bucket) {
        if (bucket.lifecycle().isEmpty()) {
            throw ErrorCode.NO_SUCH_LIFECYCLE.because("The lifecycle configuration does not exist.");
        }
        return Response.xml(200, XmlWriter.s3Document("LifecycleConfiguration", xml -> bucket.lifecycle()
                .forEach(rule -> xml.element("Rule", out -> write(out, rule)))));
    }

    Response put(S3Call call, Bucket bucket) {
        List<XmlElement> elements = XmlElement.parse(call.request().body(), "LifecycleConfiguration")
                .allow("Rule")
                .all("Rule");
        if (elements.isEmpty() || elements.size() > MAX_RULES) {
            throw XmlElement.malformed("a LifecycleConfiguration has 1 to 1000 rules");
        }
        List<LifecycleRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (XmlElement element : elements) {
            LifecycleRule rule = rule(element);
            if (!ids.add(rule.id())) {
                throw ErrorCode.INVALID_ARGUMENT.because("Rule ID must be unique: " + rule.id() + ".");
            }
            rules.add(rule);
        }
        rules.sort(Comparator.comparing(LifecycleRule::id)); // as RGW keeps them
        bucket.lifecycle(rules);
        return Response.empty(200);
    }

    Response delete(Bucket bucket) {
        bucket.lifecycle(List.of());
        return Response.empty(204);
    }

    private static LifecycleRule rule(XmlElement rule) {
        refuse(rule, OTHER_ACTIONS);
        rule.allow("ID", "Status", "Expiration", "Filter", "Prefix");
        // as RGW: a rule without an ID gets one
        String id = rule.child("ID")
                .map(XmlElement::text)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> Digests.randomHex(24));
        if (id.getBytes(UTF_8).length > MAX_ID_LENGTH) {
            throw ErrorCode.INVALID_ARGUMENT.because("A rule ID has at most 255 bytes.");
        }
        boolean enabled =
                switch (rule.textOf("Status")) {
                    case "Enabled" -> true;
                    case "Disabled" -> false;
                    default -> throw XmlElement.malformed("Status is Enabled or Disabled");
                };
        int days = days(rule);
        if (rule.has("Prefix") == rule.has("Filter")) {
            throw XmlElement.malformed("a Rule has either Filter or Prefix");
        }
        if (rule.has("Prefix")) {
            return new LifecycleRule(
                    id, enabled, days, rule.textOf("Prefix"), Map.of(), LifecycleRule.Form.RULE_PREFIX);
        }
        return filtered(rule.required("Filter"), id, enabled, days);
    }

    private static int days(XmlElement rule) {
        XmlElement expiration =
                rule.child("Expiration").orElseThrow(() -> XmlElement.malformed("a Rule needs an Expiration"));
        refuse(expiration, OTHER_EXPIRATIONS);
        String text =
                expiration.allow("Days").child("Days").map(XmlElement::text).orElse("");
        try {
            int days = Integer.parseInt(text);
            if (days > 0) {
                return days;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ErrorCode.INVALID_ARGUMENT.because("Days of an Expiration must be a positive whole number.");
    }

    private static LifecycleRule filtered(XmlElement filter, String id, boolean enabled, int days) {
        refuse(filter, OTHER_FILTERS);
        filter.allow("And", "Prefix", "Tag");
        if (filter.children().size() > 1) {
            throw XmlElement.malformed("a Filter has one condition; And joins more");
        }
        if (filter.has("And")) {
            XmlElement and = filter.required("And");
            refuse(and, OTHER_FILTERS);
            Map<String, String> tags = Tags.read(and.allow("Prefix", "Tag").all("Tag"));
            if (tags.isEmpty()) {
                throw XmlElement.malformed("And needs Prefix and Tag"); // all three marked Required on the page
            }
            return new LifecycleRule(id, enabled, days, and.textOf("Prefix"), tags, LifecycleRule.Form.FILTER_AND);
        }
        if (filter.has("Tag")) {
            return new LifecycleRule(
                    id, enabled, days, "", Tags.read(filter.all("Tag")), LifecycleRule.Form.FILTER_TAG);
        }
        if (filter.has("Prefix")) {
            return new LifecycleRule(
                    id, enabled, days, filter.textOf("Prefix"), Map.of(), LifecycleRule.Form.FILTER_PREFIX);
        }
        return new LifecycleRule(id, enabled, days, "", Map.of(), LifecycleRule.Form.FILTER_PREFIX);
    }

    private static void refuse(XmlElement element, Set<String> names) {
        element.children().stream()
                .map(XmlElement::name)
                .filter(names::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw ErrorCode.NOT_IMPLEMENTED.because(
                            name + " is not supported in a lifecycle: only Expiration with Days is.");
                });
    }

    private static void write(XmlWriter xml, LifecycleRule rule) {
        xml.element("Status", rule.enabled() ? "Enabled" : "Disabled")
                .element("Expiration", expiration -> expiration.element("Days", rule.days()));
        switch (rule.form()) {
            case RULE_PREFIX -> xml.element("Prefix", rule.prefix());
            case FILTER_PREFIX -> {
                if (rule.prefix().isEmpty()) {
                    xml.element("Prefix", ""); // so does RGW answer to any filter that lets everything through
                } else {
                    xml.element("Filter", filter -> filter.element("Prefix", rule.prefix()));
                }
            }
            case FILTER_TAG -> xml.element("Filter", filter -> Tags.write(filter, rule.tags()));
            case FILTER_AND ->
                xml.element(
                        "Filter",
                        filter -> filter.element("And", and -> {
                            and.element("Prefix", rule.prefix());
                            Tags.write(and, rule.tags());
                        }));
        }
        xml.element("ID", rule.id());
    }
}
