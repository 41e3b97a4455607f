package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Canned ACLs that all dialects know by the same name. */
public enum CannedAcl {
    @JsonProperty("private")
    PRIVATE("private"),
    @JsonProperty("public-read")
    PUBLIC_READ("public-read"),
    @JsonProperty("public-read-write")
    PUBLIC_READ_WRITE("public-read-write"),
    @JsonProperty("authenticated-read")
    AUTHENTICATED_READ("authenticated-read");

    private final String header;

    CannedAcl(String header) {
        this.header = header;
    }

    /** The value of the x-amz-acl header. */
    public String header() {
        return header;
    }
}
