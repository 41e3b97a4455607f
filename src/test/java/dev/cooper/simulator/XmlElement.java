package dev.cooper.simulator;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of a request body. Attributes and children go by local name; text is trimmed of nothing. */
record XmlElement(String name, Map<String, String> attributes, String text, List<XmlElement> children) {
    private static final int MAX_DEPTH = 20;
    private static final XMLInputFactory FACTORY = safeFactory();

    /** Parses a document whose root must be {@code root}, in the S3 namespace or in none. */
    static XmlElement parse(byte[] document, String root) {
        XmlElement element;
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            int event = reader.next();
            while (event != XMLStreamConstants.START_ELEMENT) {
                if (event == XMLStreamConstants.DTD) {
                    throw malformed("a document type declaration is not allowed");
                }
                event = reader.next();
            }
            element = read(reader, 0);
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException e) {
            throw malformed("it does not parse");
        }
        if (!element.name().equals(root)) {
            throw malformed("the root element must be " + root + ", not " + element.name());
        }
        return element;
    }

    static Refusal malformed(String detail) {
        return ErrorCode.MALFORMED_XML.because("The XML you provided is not well-formed or not valid: " + detail + ".");
    }

    /** Refuses the document when the element holds a child of any other name. */
    XmlElement allow(String... names) {
        Set<String> allowed = Set.of(names);
        for (XmlElement child : children) {
            if (!allowed.contains(child.name())) {
                throw malformed("unexpected element " + child.name() + " in " + name);
            }
        }
        return this;
    }

    boolean has(String child) {
        return children.stream().anyMatch(element -> element.name().equals(child));
    }

    List<XmlElement> all(String child) {
        return children.stream().filter(element -> element.name().equals(child)).toList();
    }

    Optional<XmlElement> child(String child) {
        List<XmlElement> all = all(child);
        if (all.size() > 1) {
            throw malformed("more than one " + child + " in " + name);
        }
        return all.stream().findFirst();
    }

    XmlElement required(String child) {
        return child(child).orElseThrow(() -> malformed(child + " is missing in " + name));
    }

    String textOf(String child) {
        return required(child).text();
    }

    private static XmlElement read(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw malformed("it is nested too deeply");
        }
        String namespace = reader.getNamespaceURI();
        if (namespace != null && !namespace.isEmpty() && !namespace.equals(XmlWriter.S3_NAMESPACE)) {
            throw malformed("unknown namespace on " + reader.getLocalName());
        }
        String name = reader.getLocalName();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (!children.isEmpty() && !text.toString().isBlank()) {
                        throw malformed("text beside elements in " + name);
                    }
                    return new XmlElement(name, Map.copyOf(attributes), text.toString(), List.copyOf(children));
                }
                default -> {}
            }
        }
    }

    private static XMLInputFactory safeFactory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
