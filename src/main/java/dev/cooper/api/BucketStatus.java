package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false)
public record BucketStatus(
        @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,

        @Nullable @JsonPropertyDescription("""
                Ready: the bucket exists and is configured as the spec says. Reconciling or Stalled stand beside a \
                Ready that is not True: Cooper goes on trying, or waits for a change of yours.""") List<Condition> conditions,

        @Nullable @JsonPropertyDescription("Name of the ObjectStore that holds the bucket.")
        String storeName,

        @Nullable @JsonPropertyDescription("Name of the bucket on the store.")
        String bucketName,

        @Nullable @JsonPropertyDescription("URL of the store's S3 API.")
        String endpoint,

        @Nullable @JsonPropertyDescription("URL under which a public object of the bucket is read: add / and its key.")
        String publicURL,

        @Nullable
        @JsonPropertyDescription("Proof that the bucket is this resource's own, recorded before the bucket is created.")
        Claim claim,

        @Nullable
        @JsonPropertyDescription(
                "Bytes and objects at the last report; refreshed when it changes by a tenth. Not every store tells.")
        Usage usage,

        @Nullable @JsonPropertyDescription("""
                What would be written to the bucket if managementPolicy: Observe or the annotation \
                storage.cooper.dev/preview did not keep Cooper from it.""") List<PlannedChange> plannedChanges,

        @Nullable @JsonPropertyDescription("How far deletionPolicy: Purge has come.")
        PurgeProgress purge,

        @Nullable @Size(max = 100) @JsonPropertyDescription("""
                The BucketPolicies that name this Bucket, the oldest first, and what each came to on the store.""")
        List<PolicyContribution> contributions) {

    public static final BucketStatus EMPTY = BucketStatusBuilder.builder().build();

    /** What the status says beside how the bucket is doing. */
    public BucketStatus withConditions(Long generation, List<Condition> newConditions) {
        return BucketStatusBuilder.builder(this)
                .observedGeneration(generation)
                .conditions(newConditions)
                .build();
    }

    public BucketStatus at(String newStore, String newBucket, String newEndpoint, @Nullable String newPublicUrl) {
        return BucketStatusBuilder.builder(this)
                .storeName(newStore)
                .bucketName(newBucket)
                .endpoint(newEndpoint)
                .publicURL(newPublicUrl)
                .build();
    }

    public BucketStatus withClaim(Claim newClaim) {
        return BucketStatusBuilder.builder(this).claim(newClaim).build();
    }

    public BucketStatus withUsage(@Nullable Usage newUsage) {
        return BucketStatusBuilder.builder(this).usage(newUsage).build();
    }

    /** With what would be written; null for nothing. */
    public BucketStatus withPlannedChanges(@Nullable List<PlannedChange> changes) {
        return BucketStatusBuilder.builder(this).plannedChanges(changes).build();
    }

    public BucketStatus withPurge(PurgeProgress progress) {
        return BucketStatusBuilder.builder(this).purge(progress).build();
    }

    /** With what BucketPolicies came to; null for none. */
    public BucketStatus withContributions(@Nullable List<PolicyContribution> all) {
        return BucketStatusBuilder.builder(this).contributions(all).build();
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Claim(
            @JsonPropertyDescription("metadata.uid of the Bucket resource that the claim was recorded for.")
            String uid,

            @JsonPropertyDescription("""
                    Creating: written before the create request, whose outcome may be unknown. Created: the bucket was \
                    made for this resource. Adopted: it existed and adoptionPolicy: IfExists took it over.""") State state) {

        /** How far a claim has come. */
        public enum State {
            Creating,
            Created,
            Adopted
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Usage(
            @JsonPropertyDescription("Number of objects.") long objects,

            @JsonPropertyDescription("Size of all objects in bytes.")
            long bytes) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlannedChange(
            @JsonPropertyDescription("The field of the Bucket that asks for the change, for example spec.lifecycle.")
            String path,

            @Nullable
            @JsonPropertyDescription("What is there, as this field would say it. Absent: nothing of the kind.")
            JsonNode current,

            @Nullable @JsonPropertyDescription("What the field says.")
            JsonNode desired) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PurgeProgress(
            @JsonPropertyDescription("Objects, versions and delete markers deleted so far, at least.")
            long deletedObjects) {}
}
