package dev.cooper.serve;

import dev.cooper.port.IssuedKey;
import java.io.StringWriter;
import java.util.Objects;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * XML, as <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">
 * AssumeRoleWithWebIdentity</a> answers.
 */
final class WebIdentityCredentials implements Dialect {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    @Override
    public String contentType() {
        return "text/xml";
    }

    /** SessionToken is empty where the key needs none: clients expect the element. */
    @Override
    public String key(IssuedKey key) {
        return document("AssumeRoleWithWebIdentityResponse", xml -> {
            xml.writeStartElement("AssumeRoleWithWebIdentityResult");
            xml.writeStartElement("Credentials");
            text(xml, "AccessKeyId", key.accessKeyId());
            text(xml, "SecretAccessKey", key.secretAccessKey());
            text(xml, "SessionToken", Objects.requireNonNullElse(key.sessionToken(), ""));
            text(xml, "Expiration", Dialect.expiration(key).toString());
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeStartElement("ResponseMetadata");
            requestId(xml);
            xml.writeEndElement();
        });
    }

    @Override
    public String refusal(Refusal refusal) {
        return document("ErrorResponse", xml -> {
            xml.writeStartElement("Error");
            text(xml, "Type", refusal.status() < 500 ? "Sender" : "Receiver");
            text(xml, "Code", refusal.code());
            text(xml, "Message", refusal.message());
            xml.writeEndElement();
            requestId(xml);
        });
    }

    private static void requestId(XMLStreamWriter xml) throws XMLStreamException {
        text(xml, "RequestId", UUID.randomUUID().toString());
    }

    private static void text(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    /** What stands inside of a document. */
    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    private static String document(String root, Content content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(text);
            xml.writeStartElement(root);
            xml.writeDefaultNamespace(NAMESPACE);
            content.write(xml);
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // a StringWriter takes everything
        }
        return text.toString();
    }
}
