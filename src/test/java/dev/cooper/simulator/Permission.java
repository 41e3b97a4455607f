package dev.cooper.simulator;

import java.util.Arrays;
import java.util.Optional;

/** An S3 permission and the KakaoCloud role it stands for (section PutBucketAcl). */
public enum Permission {
    FULL_CONTROL("storage.admin", "x-amz-grant-full-control"),
    WRITE("storage.objectCreator", "x-amz-grant-write"),
    WRITE_ACP("storage.policyWriter", "x-amz-grant-write-acp"),
    READ("storage.objectReader", "x-amz-grant-read"),
    READ_ACP("storage.policyReader", "x-amz-grant-read-acp");

    private final String role;
    private final String header;

    Permission(String role, String header) {
        this.role = role;
        this.header = header;
    }

    public String role() {
        return role;
    }

    String header() {
        return header;
    }

    /** The page spells it READ_ACP in answers and READ-ACP in requests: both are taken. */
    static Optional<Permission> parse(String text) {
        return Arrays.stream(values())
                .filter(permission -> permission.name().equals(text.replace('-', '_')))
                .findFirst();
    }
}
