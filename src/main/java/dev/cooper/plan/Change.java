package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.CannedAcl;
import dev.cooper.api.CorsRule;
import dev.cooper.api.LifecycleRule;
import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;
import dev.cooper.api.VersioningSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One write to a bucket. */
public sealed interface Change {

    /** The field of the Bucket that asks for it. */
    String path();

    /** What it does, for events and logs. */
    String summary();

    record SetEncryption(EncryptionState desired) implements Change {
        @Override
        public String path() {
            return EncryptionFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "encryption set to " + desired;
        }
    }

    record SetLifecycle(List<LifecycleRule> rules) implements Change {
        @Override
        public String path() {
            return LifecycleFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "lifecycle rules set to "
                    + rules.stream().map(LifecycleRule::id).collect(Collectors.joining(", "));
        }
    }

    record RemoveLifecycle() implements Change {
        @Override
        public String path() {
            return LifecycleFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "lifecycle rules removed";
        }
    }

    record SetLogging(LoggingState desired) implements Change {
        @Override
        public String path() {
            return LoggingFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "logging set to " + desired;
        }
    }

    record SetVersioning(VersioningSpec.Status desired) implements Change {
        @Override
        public String path() {
            return VersioningFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "versioning set to " + desired;
        }
    }

    record SetObjectLock(ObjectLockState desired) implements Change {
        @Override
        public String path() {
            return ObjectLockFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "object lock set to " + desired;
        }
    }

    record SetTags(Map<String, String> tags) implements Change {
        @Override
        public String path() {
            return TagsFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "tags set to "
                    + tags.entrySet().stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue())
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
    }

    record RemoveTags() implements Change {
        @Override
        public String path() {
            return TagsFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "tags removed";
        }
    }

    record SetCors(List<CorsRule> rules) implements Change {
        @Override
        public String path() {
            return CorsFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "cors rules set to "
                    + rules.stream()
                            .map(rule -> rule.allowedMethods() + " from " + rule.allowedOrigins())
                            .collect(Collectors.joining(", "));
        }
    }

    record RemoveCors() implements Change {
        @Override
        public String path() {
            return CorsFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "cors rules removed";
        }
    }

    /**
     * Replaces all four settings.
     *
     * @param opens whether something is open afterwards that was blocked before
     */
    record SetPublicAccessBlock(PublicAccessBlockState desired, boolean opens) implements Change {
        @Override
        public String path() {
            return PublicAccessBlockFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "public access block set to " + desired;
        }
    }

    record SetPolicy(JsonNode document) implements Change {
        @Override
        public String path() {
            return PolicyFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "policy set to " + document;
        }
    }

    record RemovePolicy() implements Change {
        @Override
        public String path() {
            return PolicyFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "policy removed";
        }
    }

    record SetOwnershipControls(ObjectOwnership desired) implements Change {
        @Override
        public String path() {
            return OwnershipControlsFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "object ownership set to " + desired;
        }
    }

    record SetCannedAcl(CannedAcl acl) implements Change {
        @Override
        public String path() {
            return AclFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "acl set to " + acl.header();
        }
    }

    /**
     * Replaces the whole list of grants.
     *
     * @param owner canonical id of the bucket's owner, whose FULL_CONTROL is restated
     * @param grants all other grants
     */
    record SetGrants(String owner, Set<AclState.Grant> grants) implements Change {
        @Override
        public String path() {
            return AclFeature.INSTANCE.path();
        }

        @Override
        public String summary() {
            return "acl set to "
                    + (grants.isEmpty()
                            ? "the owner's FULL_CONTROL alone"
                            : grants.stream()
                                    .map(AclState.Grant::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
    }
}
