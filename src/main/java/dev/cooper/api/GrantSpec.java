package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

@JsonIgnoreProperties(ignoreUnknown = true)
public record GrantSpec(
        @Required @JsonPropertyDescription("Who is granted access. Exactly one of id and group.")
        GranteeSpec grantee,

        @Required @JsonPropertyDescription("""
                S3's name of the permission, or KakaoCloud's role: FULL_CONTROL (storage.admin), WRITE \
                (storage.objectCreator), READ (storage.objectReader), READ_ACP (storage.policyReader), WRITE_ACP \
                (storage.policyWriter). Both names mean the same on every store.""") Permission permission) {}
