package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.PublicAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pure heart: what must not be sent, what must be looked at, and what must be written. */
public final class Planner {

    /**
     * All features, in the order in which their changes are applied: encryption first, while the bucket is sure to be
     * empty; versioning before object lock, which needs it, and before lifecycle rules, so that what these
     * expire is hidden and not gone; logging before
     * access, so that it sees all of it; access last, when all else is in place. The changes to access themselves are
     * put into {@link ChangeOrder}: what closes the bucket comes before what opens it.
     */
    public static final List<BucketFeature<?>> FEATURES = List.of(
            EncryptionFeature.INSTANCE,
            VersioningFeature.INSTANCE,
            ObjectLockFeature.INSTANCE,
            TagsFeature.INSTANCE,
            LifecycleFeature.INSTANCE,
            LoggingFeature.INSTANCE,
            CorsFeature.INSTANCE,
            PublicAccessBlockFeature.INSTANCE,
            AclFeature.INSTANCE,
            OwnershipControlsFeature.INSTANCE,
            PolicyFeature.INSTANCE);

    private Planner() {}

    /** All that the store cannot or must not do of what the spec asks for; empty when the spec may be applied. */
    public static List<Refusal> refusals(
            String bucketName, BucketSpec spec, Profile profile, PublicAccess publicAccess) {
        List<Refusal> refusals = new ArrayList<>(nameRefusals(bucketName, profile));
        for (BucketFeature<?> feature : declared(spec)) {
            if (profile.supports(feature)) {
                refusals.addAll(feature.refusals(spec, profile));
            } else {
                refusals.add(Refusal.unsupported(
                        feature.path(),
                        "a %s store has no %s: remove the field, or say %s: true in the ObjectStore's"
                                        .formatted(profile.provider(), feature.key(), feature.key())
                                + " spec.capabilities if this one has it"));
            }
        }
        publicRefusal(spec, publicAccess, AclFeature.publicField(spec)).ifPresent(refusals::add);
        publicRefusal(spec, publicAccess, PolicyFeature.publicField(spec)).ifPresent(refusals::add);
        return List.copyOf(refusals);
    }

    /** All that the store cannot do with the bucket as it was observed; empty when {@link #plan} may be applied. */
    public static List<Refusal> refusals(BucketSpec spec, Observed observed, Profile profile) {
        return declared(spec).stream()
                .flatMap(feature -> refusals(feature, spec, observed, profile).stream())
                .toList();
    }

    private static <S extends FeatureState> List<Refusal> refusals(
            BucketFeature<S> feature, BucketSpec spec, Observed observed, Profile profile) {
        return feature.refusals(spec, observed.of(feature), profile);
    }

    private static List<Refusal> nameRefusals(String name, Profile profile) {
        Profile.BucketNames rules = profile.bucketNames();
        List<Refusal> refusals = new ArrayList<>();
        if (name.length() < rules.minLength() || name.length() > rules.maxLength()) {
            refusals.add(Refusal.invalid(
                    "spec.bucketName",
                    "\"%s\" has %d characters; on a %s store a name has %d to %d"
                            .formatted(name, name.length(), profile.provider(), rules.minLength(), rules.maxLength())));
        }
        if (rules.reserved().contains(name)) {
            refusals.add(Refusal.invalid(
                    "spec.bucketName",
                    "\"%s\" is reserved on a %s store: choose another name".formatted(name, profile.provider())));
        }
        return refusals;
    }

    private static Optional<Refusal> publicRefusal(BucketSpec spec, PublicAccess publicAccess, @Nullable String field) {
        if (field == null || (spec.allowsPublic() && publicAccess == PublicAccess.Allowed)) {
            return Optional.empty();
        }
        String missing = spec.allowsPublic()
                ? "the ObjectStore says publicAccess: Denied; ask who runs it"
                : "say allowPublic: true in the Bucket if that is meant";
        return Optional.of(new Refusal(
                Refusal.Kind.PUBLIC, field, "it would open the bucket to people whom no grant names; " + missing));
    }

    /** The feature that a change belongs to. */
    public static BucketFeature<?> featureOf(Change change) {
        return FEATURES.stream()
                .filter(feature -> feature.path().equals(change.path()))
                .findFirst()
                .orElseThrow();
    }

    /** The features that the spec manages, in the order in which they are applied. */
    public static List<BucketFeature<?>> declared(BucketSpec spec) {
        return FEATURES.stream().filter(feature -> feature.isDeclared(spec)).toList();
    }

    /** The changes that make what was observed of a bucket be what the spec says; empty when it is. */
    public static List<Change> plan(BucketSpec spec, Observed observed) {
        List<Change> changes = new ArrayList<>();
        for (BucketFeature<?> feature : declared(spec)) {
            if (observed.states().containsKey(feature)) {
                changes.addAll(diff(feature, spec, observed));
            }
        }
        if (revivesOldPolicy(changes, observed)) {
            changes.add(new Change.RemovePolicy());
        }
        changes.sort(Comparator.comparing(ChangeOrder::of));
        return List.copyOf(changes);
    }

    /** Whether a block is lifted from a public policy that is to be replaced, and that must not come to life for that. */
    private static boolean revivesOldPolicy(List<Change> changes, Observed observed) {
        return observed.states().get(PolicyFeature.INSTANCE) instanceof PolicyState(JsonNode document)
                && document != null
                && PolicyGrammar.publicElement(PolicyFeature.INSTANCE.path(), document) != null
                && changes.stream()
                        .anyMatch(change ->
                                change instanceof Change.SetPolicy && ChangeOrder.of(change) == ChangeOrder.OPENING)
                && changes.stream()
                        .anyMatch(change -> change instanceof Change.SetPublicAccessBlock block && block.opens());
    }

    private static <S extends FeatureState> List<Change> diff(
            BucketFeature<S> feature, BucketSpec spec, Observed observed) {
        return feature.diff(spec, observed.of(feature));
    }

    /** The sections that {@link #plan} would change, as they are and as they shall be. */
    public static List<SectionDiff> preview(BucketSpec spec, Observed observed) {
        return declared(spec).stream()
                .filter(feature -> !diff(feature, spec, observed).isEmpty())
                .map(feature -> sectionDiff(feature, spec, observed))
                .toList();
    }

    private static <S extends FeatureState> SectionDiff sectionDiff(
            BucketFeature<S> feature, BucketSpec spec, Observed observed) {
        return new SectionDiff(feature.path(), declaration(feature, observed), feature.section(spec));
    }

    /** The sections, by name, of a spec under which {@link #plan} has nothing to do with what was observed. */
    public static Map<String, Object> declarations(Observed observed) {
        Map<String, Object> sections = new LinkedHashMap<>();
        for (BucketFeature<?> feature : FEATURES) {
            Object section = observed.states().containsKey(feature) ? declaration(feature, observed) : null;
            if (section != null) {
                sections.put(feature.key(), section);
            }
        }
        return sections;
    }

    private static <S extends FeatureState> @Nullable Object declaration(BucketFeature<S> feature, Observed observed) {
        return feature.declaration(observed.of(feature));
    }

    /** All sections of a bucket that is not there yet. */
    public static List<SectionDiff> previewOfNew(BucketSpec spec) {
        return declared(spec).stream()
                .map(feature -> new SectionDiff(feature.path(), null, feature.section(spec)))
                .toList();
    }

    /**
     * A section of a Bucket that would change.
     *
     * @param path the section's path
     * @param current the section that would declare what is there, or null where nothing is
     * @param desired the section of the spec
     */
    public record SectionDiff(
            String path, @Nullable Object current, @Nullable Object desired) {}

    /** What was seen of a bucket, by feature. */
    public record Observed(Map<BucketFeature<?>, FeatureState> states) {
        public static final Observed NOTHING = new Observed(Map.of());

        @SuppressWarnings("unchecked") // the observer fills in each feature's own state
        <S extends FeatureState> S of(BucketFeature<S> feature) {
            FeatureState state = states.get(feature);
            if (state == null) {
                throw new IllegalStateException("not observed: " + feature.key());
            }
            return (S) state;
        }
    }
}
