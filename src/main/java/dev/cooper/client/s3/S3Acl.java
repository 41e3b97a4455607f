package dev.cooper.client.s3;

import dev.cooper.api.CannedAcl;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.Permission;
import dev.cooper.plan.AclState;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.Change;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.Type;

/** Get and PutBucketAcl. Canned ACLs go as a header, lists of grants as a body, never both. */
final class S3Acl {
    private final S3Client s3;

    S3Acl(S3Client s3) {
        this.s3 = s3;
    }

    AclState observe(String bucket) {
        GetBucketAclResponse acl = s3.getBucketAcl(request -> request.bucket(bucket));
        Owner owner = acl.owner();
        return new AclState(
                owner == null ? "" : Objects.requireNonNullElse(owner.id(), ""),
                acl.grants().stream().map(S3Acl::grant).collect(Collectors.toUnmodifiableSet()));
    }

    void putCanned(String bucket, CannedAcl acl) {
        s3.putBucketAcl(request -> request.bucket(bucket).acl(acl.header()));
    }

    void putGrants(String bucket, Change.SetGrants change) {
        Stream<Grant> owner =
                Stream.of(toSdk(new AclState.Grant(new Grantee.User(change.owner()), Permission.FULL_CONTROL)));
        Stream<Grant> others = change.grants().stream()
                .sorted(Comparator.comparing(AclState.Grant::toString))
                .map(S3Acl::toSdk);
        List<Grant> grants = Stream.concat(owner, others).toList();
        s3.putBucketAcl(
                request -> request.bucket(bucket).accessControlPolicy(policy -> policy.owner(o -> o.id(change.owner()))
                        .grants(grants)));
    }

    private static AclState.Grant grant(Grant grant) {
        return new AclState.Grant(grantee(grant.grantee()), permission(grant.permissionAsString()));
    }

    /** Some stores spell READ-ACP; unknown words are kept apart from all known ones by being the strongest. */
    private static Permission permission(@Nullable String wire) {
        String name = wire == null ? "" : wire.replace('-', '_').toUpperCase(Locale.ROOT);
        return Arrays.stream(Permission.values())
                .filter(permission -> permission.name().equals(name))
                .findFirst()
                .orElse(Permission.FULL_CONTROL);
    }

    /** KakaoCloud's page shows a Group with an ID and no URI: its only group is AllUsers. */
    private static Grantee grantee(software.amazon.awssdk.services.s3.model.@Nullable Grantee grantee) {
        if (grantee == null) {
            return new Grantee.Other("nobody named");
        }
        String uri = grantee.uri();
        if (uri != null) {
            return Arrays.stream(GranteeGroup.values())
                    .filter(group -> group.uri().equals(uri))
                    .findFirst()
                    .<Grantee>map(Grantee.Group::new)
                    .orElseGet(() -> new Grantee.Other(uri));
        }
        if (grantee.type() == Type.GROUP) {
            return new Grantee.Group(GranteeGroup.AllUsers);
        }
        return grantee.id() != null
                ? new Grantee.User(grantee.id())
                : new Grantee.Other(Objects.requireNonNullElse(grantee.emailAddress(), "unknown"));
    }

    private static Grant toSdk(AclState.Grant grant) {
        return Grant.builder()
                .permission(grant.permission().name())
                .grantee(builder -> {
                    switch (grant.grantee()) {
                        case Grantee.User user ->
                            builder.type(Type.CANONICAL_USER).id(user.id());
                        case Grantee.Group group ->
                            builder.type(Type.GROUP).uri(group.group().uri());
                        case Grantee.Other other ->
                            throw new IllegalArgumentException("cannot grant to " + other.description());
                    }
                })
                .build();
    }
}
