package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.BucketSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.policy: who may do what, as a document of the policy language. */
public enum PolicyFeature implements BucketFeature<PolicyState> {
    INSTANCE;

    @Override
    public String key() {
        return "policy";
    }

    @Override
    public @Nullable JsonNode section(BucketSpec spec) {
        return spec.policy();
    }

    @Override
    public @Nullable JsonNode declaration(PolicyState observed) {
        return observed.document();
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        JsonNode policy = declared(spec);
        if (policy.isEmpty()) {
            return List.of();
        }
        List<Refusal> refusals = new ArrayList<>(PolicyGrammar.refusals(path(), policy));
        refusals.addAll(PolicyGrammar.unheeded(path(), policy, profile.policy()));
        if (spec.publicAccessBlock() != null && spec.publicAccessBlock().blocksPublicPolicy()) {
            blockRefusal(policy, profile).ifPresent(refusals::add);
        }
        return refusals;
    }

    /** What blockPublicPolicy would refuse. */
    private Optional<Refusal> blockRefusal(JsonNode policy, Profile profile) {
        String open = PolicyGrammar.unconditionallyPublicElement(path(), policy);
        if (open != null) {
            return Optional.of(Refusal.invalid(
                    open,
                    "spec.publicAccessBlock.blockPublicPolicy refuses policies that let everyone in:"
                            + " name principals, or drop blockPublicPolicy"));
        }
        return profile.policy().anyAllowIsPublic() && PolicyGrammar.allows(path(), policy)
                ? Optional.of(Refusal.unsupported(
                        path(),
                        "under spec.publicAccessBlock.blockPublicPolicy this store refuses every policy that allows"
                                + " something: drop blockPublicPolicy, or grant by spec.acl"))
                : Optional.empty();
    }

    /** The element that would open the bucket to people whom nobody named, or null. */
    static @Nullable String publicField(BucketSpec spec) {
        return spec.policy() == null ? null : PolicyGrammar.publicElement(INSTANCE.path(), spec.policy());
    }

    @Override
    public Optional<PolicyState> initial(BucketSpec spec) {
        return Optional.of(PolicyState.NONE);
    }

    @Override
    public List<Change> diff(BucketSpec spec, PolicyState observed) {
        JsonNode desired = declared(spec);
        JsonNode there = observed.document();
        if (desired.isEmpty()) {
            return there == null ? List.of() : List.of(new Change.RemovePolicy());
        }
        return there != null && PolicyMeaning.of(desired).equals(PolicyMeaning.of(there))
                ? List.of()
                : List.of(new Change.SetPolicy(desired));
    }

    private static JsonNode declared(BucketSpec spec) {
        return Objects.requireNonNull(spec.policy());
    }
}
