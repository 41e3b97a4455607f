package dev.cooper.stores;

import dev.cooper.stores.RawS3.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What clients rely on in an answer, without what is another at each store and time: a line for each header and field. */
final class ToldAnswer {
    private static final List<String> HEADERS =
            List.of("ETag", "x-amz-meta-shop", "x-rgw-object-count", "x-rgw-bytes-used");

    /** Of an object; what comes with XML, or with nothing, nobody reads. */
    private static final List<String> HEADERS_OF_CONTENT =
            List.of("Content-Type", "Content-Length", "Content-Range", "Accept-Ranges");

    /** Of these elements it is told that they are there. */
    private static final Set<String> VALUES_OF_ITS_OWN = Set.of(
            "ID",
            "DisplayName",
            "Tenant",
            "CreationDate",
            "LastModified",
            "Initiated",
            "UploadId",
            "NextUploadIdMarker",
            "ContinuationToken",
            "NextContinuationToken",
            "LocationConstraint",
            "Location");

    /** RGW's own, which the S3 API and KakaoCloud's documentation do not have. */
    private static final Set<String> IGNORED = Set.of("Type");

    /** The order of elements of one name matters, but for what RGW tells as it gets done. */
    private static final Comparator<Element> ORDER = Comparator.comparing(Element::getTagName)
            .thenComparing(element -> element.getTagName().equals("Deleted") ? element.getTextContent() : "");

    private ToldAnswer() {}

    /** @param names of the run's own, by what stands for them */
    static List<String> of(Answer answer, Map<String, String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(Integer.toString(answer.status()));
        if (answer.status() >= 300) {
            lines.add("Code = " + answer.element("Code"));
            return lines;
        }
        boolean isXml = answer.body().startsWith("<");
        tell(HEADERS, answer, lines);
        if (isXml) {
            tell(answer.xml(), "", names.getOrDefault("b", ""), lines);
        } else if (!answer.header("Content-Length").matches("0?")) {
            tell(HEADERS_OF_CONTENT, answer, lines);
            lines.add(answer.body());
        }
        return lines.stream().map(line -> generalized(line, names)).toList();
    }

    private static void tell(List<String> headers, Answer answer, List<String> lines) {
        for (String header : headers) {
            if (!answer.header(header).isEmpty()) {
                lines.add(header + ": " + answer.header(header));
            }
        }
    }

    private static String generalized(String line, Map<String, String> names) {
        String general = line;
        for (String bucket : List.of("o", "b")) {
            general = general.replace(names.getOrDefault(bucket, bucket), "{" + bucket + "}");
        }
        return general;
    }

    private static void tell(Element element, String path, String bucket, List<String> lines) {
        String here = path.isEmpty() ? element.getTagName() : path + "/" + element.getTagName();
        String type = element.getAttribute("xsi:type");
        String named = type.isEmpty() ? here : here + "[" + type + "]";
        List<Element> children = IntStream.range(0, element.getChildNodes().getLength())
                .mapToObj(element.getChildNodes()::item)
                .filter(child -> child.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .filter(child -> !isBucketOfAnotherRun(child, bucket))
                .filter(child -> !IGNORED.contains(child.getTagName()))
                .sorted(ORDER)
                .toList();
        if (children.isEmpty()) {
            boolean isOwn = VALUES_OF_ITS_OWN.contains(element.getTagName());
            lines.add(named + " = " + (isOwn ? "…" : element.getTextContent()));
        } else {
            lines.add(named);
            children.forEach(child -> tell(child, named, bucket, lines));
        }
    }

    private static boolean isBucketOfAnotherRun(Element element, String bucket) {
        NodeList names = element.getElementsByTagName("Name");
        return element.getTagName().equals("Bucket")
                && names.getLength() > 0
                && !names.item(0).getTextContent().startsWith(bucket);
    }
}
