package dev.cooper.simulator;

/** How a listing writes keys: as they are, or percent-encoded for those that XML cannot carry. */
enum KeyEncoding {
    NONE,
    URL;

    static KeyEncoding of(Query query) {
        String type = query.get("encoding-type");
        if (type == null) {
            return NONE;
        }
        if (type.equals("url")) {
            return URL;
        }
        throw ErrorCode.INVALID_ARGUMENT.because("Invalid encoding-type specified in request.");
    }

    String write(String key) {
        return switch (this) {
            case NONE -> key;
            case URL -> UriCoding.encodePath(key);
        };
    }

    /** The key of an object: here RGW encodes slashes too, which S3 does not. */
    String writeKey(String key) {
        return switch (this) {
            case NONE -> key;
            case URL -> UriCoding.encodeComponent(key);
        };
    }

    void announce(XmlWriter xml) {
        switch (this) {
            case NONE -> {}
            case URL -> xml.element("EncodingType", "url");
        }
    }
}
