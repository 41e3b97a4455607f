package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.BucketTag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** spec.tags: the tags of the bucket itself, as bills and access policies read them. */
public enum TagsFeature implements BucketFeature<TagsState> {
    INSTANCE;

    @Override
    public String key() {
        return "tags";
    }

    @Override
    public @Nullable List<BucketTag> section(BucketSpec spec) {
        return spec.tags();
    }

    @Override
    public @Nullable List<BucketTag> declaration(TagsState observed) {
        Map<String, String> tags = observed.ofUsers();
        return tags.isEmpty()
                ? null
                : tags.entrySet().stream()
                        .map(tag -> new BucketTag(tag.getKey(), tag.getValue()))
                        .toList();
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return List.of();
    }

    @Override
    public Optional<TagsState> initial(BucketSpec spec) {
        return Optional.of(TagsState.NONE);
    }

    @Override
    public List<Change> diff(BucketSpec spec, TagsState observed) {
        Map<String, String> desired = Objects.requireNonNull(spec.tags()).stream()
                .collect(Collectors.toMap(BucketTag::key, BucketTag::value));
        if (desired.equals(observed.ofUsers())) {
            return List.of();
        }
        Map<String, String> all = new TreeMap<>(desired);
        all.putAll(observed.ofSystem());
        return List.of(all.isEmpty() ? new Change.RemoveTags() : new Change.SetTags(all));
    }
}
