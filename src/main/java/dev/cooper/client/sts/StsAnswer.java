package dev.cooper.client.sts;

import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the credentials out of an STS answer, by local names, whatever the namespace. */
final class StsAnswer {
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    private StsAnswer() {}

    static IssuedKey parse(String operation, byte[] body) {
        try {
            Map<String, String> texts = texts(body);
            return new IssuedKey(
                    required(operation, texts, "AccessKeyId"),
                    required(operation, texts, "SecretAccessKey"),
                    required(operation, texts, "SessionToken"),
                    instant(required(operation, texts, "Expiration")));
        } catch (XMLStreamException | DateTimeException | NumberFormatException e) {
            throw unreadable(operation);
        }
    }

    private static Map<String, String> texts(byte[] body) throws XMLStreamException {
        XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(body));
        try {
            Map<String, String> texts = new HashMap<>();
            String element = "";
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> element = reader.getLocalName();
                    case XMLStreamConstants.CHARACTERS -> {
                        if (!reader.isWhiteSpace()) {
                            texts.put(element, reader.getText().strip());
                        }
                    }
                    default -> {
                        // structure does not matter
                    }
                }
            }
            return texts;
        } finally {
            reader.close();
        }
    }

    /** ISO-8601, or seconds or milliseconds since the epoch. */
    private static Instant instant(String text) {
        if (!text.chars().allMatch(Character::isDigit)) {
            return Instant.parse(text);
        }
        long number = Long.parseLong(text);
        return number > 100_000_000_000L ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }

    private static String required(String operation, Map<String, String> texts, String name) {
        String text = texts.get(name);
        if (text == null) {
            throw unreadable(operation);
        }
        return text;
    }

    private static StoreException unreadable(String operation) {
        return new StoreException(new Failure.Unreachable(operation, "an answer without credentials"));
    }
}
