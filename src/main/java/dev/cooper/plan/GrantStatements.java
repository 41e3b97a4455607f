package dev.cooper.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.PolicyConditions;
import dev.cooper.api.PolicyGrant;
import dev.cooper.api.PolicyGrantee;
import dev.cooper.plan.Profile.Principals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the grants of a BucketPolicy as statements of a bucket policy.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 *     resources and condition keys of Amazon S3</a>
 */
final class GrantStatements {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> READING_POLICY = List.of("s3:GetBucketAcl", "s3:GetBucketPolicy");
    private static final List<String> WRITING_POLICY =
            List.of("s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");
    private static final List<String> ADMINISTERING =
            List.of("s3:Get*", "s3:List*", "s3:Put*", "s3:DeleteBucketPolicy");

    private final PolicyTarget target;
    private final Principals principals;
    private final String bucketArn;
    private final List<Refusal> refusals;

    GrantStatements(PolicyTarget target, List<Refusal> refusals) {
        this.target = target;
        this.principals = target.profile().policy().principals();
        this.bucketArn = "arn:aws:s3:::" + target.bucket();
        this.refusals = refusals;
    }

    List<ObjectNode> of(List<PolicyGrant> grants) {
        List<ObjectNode> statements = new ArrayList<>();
        for (int i = 0; i < grants.size(); i++) {
            PolicyGrant grant = grants.get(i);
            principal("spec.grants[%d].to".formatted(i), grant.to())
                    .ifPresent(principal -> statements.addAll(statements(grant, principal)));
        }
        return statements;
    }

    private List<ObjectNode> statements(PolicyGrant grant, String principal) {
        List<ObjectNode> statements = new ArrayList<>();
        List<String> bucket = List.of(bucketArn);
        List<String> objects = List.of(bucketArn + "/" + (grant.prefix() == null ? "" : grant.prefix()) + "*");
        List<String> both = Stream.concat(bucket.stream(), objects.stream()).toList();
        PolicyConditions when = grant.conditions();
        switch (grant.access()) {
            case Read, Write, ReadWrite -> {
                if (grant.access().reads()) {
                    statements.add(allow(principal, S3Actions.LISTING, bucket, when, grant.prefix()));
                    statements.add(allow(principal, S3Actions.READING, objects, when, null));
                }
                if (grant.access().writes()) {
                    statements.add(allow(principal, S3Actions.WRITING, objects, when, null));
                    statements.add(allow(principal, S3Actions.DELETING, both, when, null));
                }
            }
            case ReadPolicy -> statements.add(allow(principal, READING_POLICY, bucket, when, null));
            case WritePolicy -> statements.add(allow(principal, WRITING_POLICY, bucket, when, null));
            case Admin -> {
                statements.add(allow(principal, ADMINISTERING, bucket, when, null));
                statements.add(allow(principal, S3Actions.EVERYTHING, objects, when, null));
                statements.add(allow(principal, S3Actions.DELETING, both, when, null));
            }
        }
        return statements;
    }

    private static ObjectNode allow(
            String principal,
            List<String> actions,
            List<String> resources,
            @Nullable PolicyConditions when,
            @Nullable String listedPrefix) {
        ObjectNode statement = JSON.objectNode().put("Effect", "Allow");
        statement.putObject("Principal").set("AWS", texts(List.of(principal)));
        statement.set("Action", texts(actions));
        statement.set("Resource", texts(resources));
        ObjectNode condition = JSON.objectNode();
        if (when != null && when.sourceIPs() != null) {
            condition.putObject("IpAddress").set("aws:SourceIp", texts(when.sourceIPs()));
        }
        if (when != null && when.demandsTls()) {
            condition.putObject("Bool").put("aws:SecureTransport", "true");
        }
        if (listedPrefix != null) {
            condition.putObject("StringLike").set("s3:prefix", texts(List.of(listedPrefix + "*")));
        }
        if (!condition.isEmpty()) {
            statement.set("Condition", condition);
        }
        return statement;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private Optional<String> principal(String path, PolicyGrantee to) {
        if (to.everyone() != null) {
            return Optional.of("*");
        }
        if (to.userID() != null) {
            return principal(path + ".userID", to.userID(), principals.userID());
        }
        if (to.accountID() != null) {
            return principal(path + ".accountID", to.accountID(), principals.accountID());
        }
        if (to.roleArn() != null) {
            return principal(path + ".roleArn", to.roleArn(), principals.roleArn());
        }
        if (to.accessKeyRef() != null) {
            return key(path + ".accessKeyRef", to.accessKeyRef().name());
        }
        refusals.add(Refusal.unsupported(
                path + ".authenticatedUsers",
                "a bucket policy has no word for everyone who signs in: name accounts, or say everyone"));
        return Optional.empty();
    }

    private Optional<String> key(String path, String name) {
        return switch (target.key(name)) {
            case KeyIdentity.OwnUser(String arn) -> Optional.of(arn);
            case KeyIdentity.Nobody(String why) -> {
                refusals.add(Refusal.invalid(path, "AccessKey %s %s".formatted(name, why)));
                yield Optional.empty();
            }
        };
    }

    private Optional<String> principal(String path, String id, Principals.@Nullable Form form) {
        if (form == null) {
            refusals.add(Refusal.unsupported(
                    path, "a bucket policy of this store cannot name such a grantee; it can: " + principals.names()));
            return Optional.empty();
        }
        Optional<String> arn = form.arn(id);
        if (arn.isEmpty()) {
            refusals.add(Refusal.invalid(path, "\"%s\" is not %s".formatted(id, form.description())));
        }
        if (arn.filter(PolicyGrammar::isEveryone).isPresent()) {
            refusals.add(Refusal.invalid(
                    path,
                    "\"%s\" is whoever does not sign in, on this store: say everyone if that is meant".formatted(id)));
        }
        return arn;
    }
}
