package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes the XML answers. */
final class XmlWriter {
    static final String S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    static final String XSI_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance";

    private final XMLStreamWriter out;

    private XmlWriter(XMLStreamWriter out) {
        this.out = out;
    }

    /** A document whose elements are in the S3 namespace. */
    static byte[] s3Document(String root, Consumer<XmlWriter> content) {
        return document(root, S3_NAMESPACE, content);
    }

    static byte[] document(String root, @Nullable String namespace, Consumer<XmlWriter> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, UTF_8.name());
            out.writeStartDocument(UTF_8.name(), "1.0");
            out.writeStartElement(root);
            if (namespace != null) {
                out.writeDefaultNamespace(namespace);
            }
            content.accept(new XmlWriter(out));
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return bytes.toByteArray();
    }

    XmlWriter element(String name, Object text) {
        return element(name, inner -> inner.text(String.valueOf(text)));
    }

    /** Writes nothing when there is no value. */
    XmlWriter optional(String name, @Nullable Object text) {
        return text == null ? this : element(name, text);
    }

    /** Writes nothing when the text is empty. */
    XmlWriter nonEmpty(String name, String text) {
        return text.isEmpty() ? this : element(name, text);
    }

    XmlWriter element(String name, Consumer<XmlWriter> content) {
        try {
            out.writeStartElement(name);
            content.accept(this);
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return this;
    }

    /** A grantee: the one element of S3 whose type stands in an attribute. */
    XmlWriter typedElement(String name, String xsiType, Consumer<XmlWriter> content) {
        return element(name, inner -> {
            try {
                out.writeNamespace("xsi", XSI_NAMESPACE);
                out.writeAttribute("xsi", XSI_NAMESPACE, "type", xsiType);
            } catch (XMLStreamException e) {
                throw new IllegalStateException("writing XML to memory failed", e);
            }
            content.accept(inner);
        });
    }

    XmlWriter text(String text) {
        try {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < ' ' && c != '\n' && c != '\t') {
                    // as S3 and RGW do: keys may hold what XML 1.0 cannot, so clients list with encoding-type=url
                    out.writeEntityRef("#x" + Integer.toHexString(c));
                } else if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                    out.writeCharacters(text.substring(i, i + 2));
                    i++;
                } else {
                    out.writeCharacters(String.valueOf(c));
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return this;
    }
}
