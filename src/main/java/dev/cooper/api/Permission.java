package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** S3's five ACL permissions, and KakaoCloud's role names as synonyms. */
public enum Permission {
    FULL_CONTROL("FULL_CONTROL"),
    READ("READ"),
    WRITE("WRITE"),
    READ_ACP("READ_ACP"),
    WRITE_ACP("WRITE_ACP"),
    @JsonProperty("storage.admin")
    STORAGE_ADMIN("FULL_CONTROL"),
    @JsonProperty("storage.objectReader")
    STORAGE_OBJECT_READER("READ"),
    @JsonProperty("storage.objectCreator")
    STORAGE_OBJECT_CREATOR("WRITE"),
    @JsonProperty("storage.policyReader")
    STORAGE_POLICY_READER("READ_ACP"),
    @JsonProperty("storage.policyWriter")
    STORAGE_POLICY_WRITER("WRITE_ACP");

    private final String s3Name;

    Permission(String s3Name) {
        this.s3Name = s3Name;
    }

    /** The same permission by the name that goes over the wire. */
    public Permission canonical() {
        return valueOf(s3Name);
    }
}
