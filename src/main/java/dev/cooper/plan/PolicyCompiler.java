package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.BucketPolicySpec;
import dev.cooper.api.GrantSpec;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.PolicyExpression;
import dev.cooper.api.PolicyGrant;
import dev.cooper.api.PublicAccess;
import dev.cooper.api.PublicAccessBlockSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes one BucketPolicy in the words of a store, exactly or not at all: as statements where the store has bucket
 * policies, and else as grants of the bucket's ACL.
 */
public final class PolicyCompiler {
    static final String VERSION = "2012-10-17";

    private static final String DOCUMENT = "spec.document";
    /** As many as a status may hold; S3 takes no more in an ACL. */
    private static final int MAX_ACL_GRANTS = 100;

    private final PolicyTarget target;
    private final PolicySource source;
    private final BucketPolicySpec spec;
    private final List<Refusal> refusals = new ArrayList<>();

    private PolicyCompiler(PolicyTarget target, PolicySource source) {
        this.target = target;
        this.source = source;
        this.spec = source.spec();
    }

    /**
     * What a BucketPolicy comes to.
     *
     * @param expression how the store has it, or null when it is refused
     * @param refusals why nothing of it may be sent; empty when all of it may
     */
    public record Compiled(@Nullable PolicyExpression expression, List<Refusal> refusals) {}

    public static Compiled compile(PolicyTarget target, PolicySource source) {
        PolicyCompiler compiler = new PolicyCompiler(target, source);
        PolicyExpression expression = compiler.expression();
        List<Refusal> refusals = List.copyOf(compiler.refusals);
        return new Compiled(refusals.isEmpty() ? expression : null, refusals);
    }

    private @Nullable PolicyExpression expression() {
        publicRefusal();
        if (target.profile().supports(PolicyFeature.INSTANCE)) {
            return new PolicyExpression(null, document());
        }
        if (spec.document() != null) {
            refuse(DOCUMENT, "this store has no bucket policies: say grants");
        } else if (target.profile().supports(AclFeature.INSTANCE)) {
            return new PolicyExpression(acl(), null);
        } else {
            refuse("spec.grants", "this store has neither bucket policies nor ACLs");
        }
        return null;
    }

    // ---- as grants of an ACL ----

    private List<GrantSpec> acl() {
        List<GrantSpec> grants = new GrantAcl(target.profile(), refusals).of(grants());
        if (grants.size() > MAX_ACL_GRANTS) {
            refuse("spec.grants", "an ACL holds at most %d grants".formatted(MAX_ACL_GRANTS));
        }
        boolean isPublic = grants.stream().anyMatch(grant -> grant.grantee().group() != null);
        if (isPublic && blocks(PublicAccessBlockSpec::blocksPublicAcls)) {
            conflict("spec.grants", "says publicAccessBlock.blockPublicAcls");
        }
        ownGroup();
        return grants;
    }

    /** A canned ACL may stand for a group that a list of grants cannot name. */
    private void ownGroup() {
        if (target.spec().acl() == null) {
            return;
        }
        AclFeature.desired(target.spec().acl()).stream()
                .filter(grant -> grant.grantee() instanceof AclState.Grantee.Group(GranteeGroup group)
                        && !target.profile().acl().groups().contains(group))
                .findFirst()
                .ifPresent(grant -> conflict(
                        "spec.grants",
                        "says acl.canned, for %s, which this store takes only without other grants"
                                .formatted(grant.grantee())));
    }

    // ---- as statements of a policy ----

    private ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", VERSION);
        List<ObjectNode> statements = spec.document() == null ? compiled() : given(spec.document());
        for (int i = 0; i < statements.size(); i++) {
            ObjectNode signed = JsonNodeFactory.instance.objectNode().put("Sid", PolicySid.of(source.uid(), i));
            statements.get(i).properties().stream()
                    .filter(element -> !element.getKey().equals("Sid"))
                    .forEach(element -> signed.set(element.getKey(), element.getValue()));
            document.withArray("Statement").add(signed);
        }
        blockRefusal(document);
        return document;
    }

    private List<ObjectNode> compiled() {
        return new GrantStatements(target, refusals).of(grants());
    }

    private List<ObjectNode> given(JsonNode document) {
        refusals.addAll(PolicyGrammar.refusals(DOCUMENT, document));
        if (!refusals.isEmpty()) {
            return List.of();
        }
        if (!document.path("Version").asText().equals(VERSION)) {
            refusals.add(Refusal.invalid(
                    DOCUMENT + ".Version", "must be \"%s\", as that of the whole policy is".formatted(VERSION)));
        }
        if (hasVariables(document) && isOlder(target.spec().policy())) {
            conflict(DOCUMENT, "has a policy of an older Version, in which ${...} stands for itself");
        }
        refusals.addAll(
                PolicyGrammar.unheeded(DOCUMENT, document, target.profile().policy()));
        Lockout.refusal(DOCUMENT, document, target.bucket(), target.self()).ifPresent(refusals::add);
        resources(document);
        return PolicyMatch.statements(document).map(ObjectNode.class::cast).toList();
    }

    private static boolean hasVariables(JsonNode document) {
        return document.toString().contains("${");
    }

    private static boolean isOlder(@Nullable JsonNode own) {
        return own != null && !own.isEmpty() && !own.path("Version").asText().equals(VERSION);
    }

    /** A store refuses the whole policy of a bucket for a resource that is not in it. */
    private void resources(JsonNode document) {
        List<JsonNode> statements = PolicyMatch.statements(document).toList();
        for (int i = 0; i < statements.size(); i++) {
            String element = statements.get(i).has("Resource") ? "Resource" : "NotResource";
            for (String resource : PolicyMatch.texts(statements.get(i).path(element))) {
                String name = PolicyMatch.name(resource);
                if (!name.equals(target.bucket()) && !name.startsWith(target.bucket() + "/")) {
                    refusals.add(Refusal.invalid(
                            "%s.Statement[%d].%s".formatted(DOCUMENT, i, element),
                            "\"%s\" is not in this bucket: say arn:aws:s3:::%s, or the same with /* for its objects"
                                    .formatted(resource, target.bucket())));
                }
            }
        }
    }

    private void blockRefusal(JsonNode document) {
        if (!blocks(PublicAccessBlockSpec::blocksPublicPolicy)) {
            return;
        }
        boolean isPublic = PolicyGrammar.unconditionallyPublicElement(DOCUMENT, document) != null;
        boolean seemsPublic = target.profile().policy().anyAllowIsPublic() && PolicyGrammar.allows(DOCUMENT, document);
        if (isPublic || seemsPublic) {
            conflict(
                    spec.document() == null ? "spec.grants" : DOCUMENT,
                    "says publicAccessBlock.blockPublicPolicy, under which this store refuses "
                            + (isPublic ? "what lets everyone in" : "every policy that allows something"));
        }
    }

    private boolean blocks(Predicate<PublicAccessBlockSpec> what) {
        PublicAccessBlockSpec block = target.spec().publicAccessBlock();
        return block != null && what.test(block);
    }

    // ---- what everyone may do ----

    private void publicRefusal() {
        String field = publicField();
        if (field == null || (spec.allowsPublic() && target.publicAccess() == PublicAccess.Allowed)) {
            return;
        }
        String missing = spec.allowsPublic()
                ? "the ObjectStore says publicAccess: Denied; ask who runs it"
                : "say allowPublic: true in the BucketPolicy if that is meant";
        refusals.add(new Refusal(
                Refusal.Kind.PUBLIC, field, "it would open the bucket to people whom no grant names; " + missing));
    }

    private @Nullable String publicField() {
        if (spec.document() != null) {
            return PolicyGrammar.publicElement(DOCUMENT, spec.document());
        }
        List<PolicyGrant> grants = grants();
        for (int i = 0; i < grants.size(); i++) {
            if (grants.get(i).to().opensToPublic()) {
                return "spec.grants[%d].to.%s"
                        .formatted(i, grants.get(i).to().everyone() != null ? "everyone" : "authenticatedUsers");
            }
        }
        return null;
    }

    private List<PolicyGrant> grants() {
        return Objects.requireNonNullElse(spec.grants(), List.of());
    }

    private void refuse(String path, String message) {
        refusals.add(Refusal.unsupported(path, message));
    }

    private void conflict(String path, String withBucket) {
        refusals.add(Refusal.invalid(path, "conflict: Bucket " + target.resource() + " " + withBucket));
    }
}
