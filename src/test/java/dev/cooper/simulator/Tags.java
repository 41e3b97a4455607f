package dev.cooper.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Object tags, on the wire as XML and as the header x-amz-tagging. */
final class Tags {
    private static final int MAX_TAGS = 10;
    private static final int MAX_KEY_LENGTH = 128;
    private static final int MAX_VALUE_LENGTH = 256;

    private Tags() {}

    static Map<String, String> read(List<XmlElement> elements) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlElement element : elements) {
            element.allow("Key", "Value");
            add(tags, element.textOf("Key"), element.textOf("Value"));
        }
        return tags;
    }

    /** {@code Key1=Value1&Key2=Value2}, percent-encoded. */
    static Map<String, String> readHeader(String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Query.Parameter parameter : Query.parse(header).parameters()) {
            add(tags, parameter.name(), parameter.value());
        }
        return tags;
    }

    static void write(XmlWriter xml, Map<String, String> tags) {
        new TreeMap<>(tags)
                .forEach((key, value) ->
                        xml.element("Tag", tag -> tag.element("Key", key).element("Value", value)));
    }

    private static void add(Map<String, String> tags, String key, String value) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || value.length() > MAX_VALUE_LENGTH) {
            throw ErrorCode.INVALID_TAG.because("A tag key has 1 to 128 characters, a value at most 256.");
        }
        if (tags.put(key, value) != null) {
            throw ErrorCode.INVALID_TAG.because("Cannot provide multiple tags with the same key.");
        }
        if (tags.size() > MAX_TAGS) {
            throw ErrorCode.INVALID_TAG.because("There are at most 10 tags.");
        }
    }
}
