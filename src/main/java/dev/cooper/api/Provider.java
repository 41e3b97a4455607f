package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of store that Cooper has a capability profile for. */
public enum Provider {
    @JsonProperty("kakaocloud")
    KAKAOCLOUD("kakaocloud"),
    @JsonProperty("aws")
    AWS("aws"),
    @JsonProperty("ceph-rgw")
    CEPH_RGW("ceph-rgw"),
    @JsonProperty("minio")
    MINIO("minio"),
    @JsonProperty("generic")
    GENERIC("generic");

    private final String id;

    Provider(String id) {
        this.id = id;
    }

    /** The value as written in YAML, which is also the name of the profile's file. */
    public String id() {
        return id;
    }
}
