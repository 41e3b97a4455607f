package dev.cooper.connection;

import dev.cooper.api.KeySource;
import dev.cooper.api.KeystoneCredentials;
import dev.cooper.api.ObjectReference;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.ObjectStoreSpec;
import dev.cooper.api.RequestLimits;
import dev.cooper.client.HttpCalls;
import dev.cooper.client.keystone.Keystone;
import dev.cooper.client.s3.S3Buckets;
import dev.cooper.client.s3.S3Clients;
import dev.cooper.client.s3.S3Endpoint;
import dev.cooper.client.s3.S3KeyVerifier;
import dev.cooper.client.s3.S3Metrics;
import dev.cooper.client.s3.Transport;
import dev.cooper.plan.Profile;
import dev.cooper.plan.Refusal;
import dev.cooper.plan.VersioningFeature;
import dev.cooper.port.Failure;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.api.model.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Builds sessions out of ObjectStores and the Secrets that they name. */
final class SessionFactory {
    private static final Duration DRIFT_INTERVAL = Duration.ofMinutes(10);
    private static final Duration SHORTEST_DRIFT_INTERVAL = Duration.ofSeconds(10);

    private final OperatorSecrets secrets;
    private final Clock clock;
    private final MeterRegistry metrics;

    SessionFactory(OperatorSecrets secrets, Clock clock, MeterRegistry metrics) {
        this.secrets = secrets;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Builds a session. Asks the store for nothing; asks Keystone only where the S3 key must be made there. */
    StoreSession open(ObjectStore store) {
        LinkLocalEndpoints.refuse(store.getSpec());
        Profile profile = Profiles.of(store.getSpec().provider())
                .withOverrides(Objects.requireNonNullElse(store.getSpec().capabilities(), Map.of()));
        KeySources keys = new KeySources(store.getSpec(), profile, secrets);
        try {
            return open(store, profile, keys);
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        }
    }

    private StoreSession open(ObjectStore store, Profile profile, KeySources keys) {
        ObjectStoreSpec spec = store.getSpec();
        String name = store.getMetadata().getName();
        RequestLimits limits = Objects.requireNonNullElse(spec.requests(), RequestLimits.DEFAULT);
        Duration attempt = Duration.ofSeconds(limits.attemptSeconds());
        String region = Objects.requireNonNullElse(spec.region(), profile.region());
        String endpoint = endpoint(spec, profile, region);
        Transport transport = new Transport(Trust.of(spec.caBundle()), limits.concurrency(), attempt);

        Keystone keystone = keystone(spec, profile, transport, keys, endpoint);
        StoreGuard guard = new StoreGuard(name, limits.concurrency(), clock);
        S3Endpoint s3 = new S3Endpoint(
                spec.endpoint() == null && profile.endpoint() == null ? null : URI.create(endpoint),
                region,
                Objects.requireNonNullElse(spec.addressing(), profile.addressing()),
                profile.wire(),
                credentials(store, keys),
                transport,
                new S3Metrics(metrics, name));
        keys.addSigned(s3);
        S3Buckets client = new S3Buckets(S3Clients.create(s3));
        LearnedLimits learned = new LearnedLimits(clock);
        GuardedBuckets buckets = new GuardedBuckets(client, guard, learned);
        return new StoreSession(
                name,
                profile,
                learned::answers,
                endpoint,
                region,
                spec.publicAccess(),
                Durations.parse(spec.driftInterval(), DRIFT_INTERVAL, SHORTEST_DRIFT_INTERVAL),
                buckets,
                new GuardedContents(client.contents(profile.supports(VersioningFeature.INSTANCE)), guard),
                client.verifier(),
                keys.ports(),
                signIn(keystone, buckets),
                guard::isOpen,
                guard::check,
                guard::work,
                () -> {
                    client.close();
                    keys.close();
                });
    }

    /** Asks the store in any case, so that a session whose sign-in is known is one whose requests are taken. */
    private static Supplier<StoreSession.SignIn> signIn(@Nullable Keystone keystone, GuardedBuckets buckets) {
        return () -> {
            String user = buckets.accountId();
            return new StoreSession.SignIn(
                    keystone == null ? user : keystone.token().projectId(), user);
        };
    }

    private static String endpoint(ObjectStoreSpec spec, Profile profile, String region) {
        String endpoint = spec.endpoint() != null ? spec.endpoint() : profile.endpoint();
        if (endpoint == null) {
            return "https://s3.%s.amazonaws.com".formatted(region);
        }
        return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    }

    private @Nullable Keystone keystone(
            ObjectStoreSpec spec, Profile profile, Transport transport, KeySources keys, String store) {
        KeystoneCredentials credentials = spec.credentials().keystone();
        if (credentials == null) {
            return null;
        }
        String endpoint = spec.keystone() != null
                ? spec.keystone().endpoint()
                : Objects.requireNonNull(profile.keystone(), "the schema demands spec.keystone here")
                        .endpoint();
        Fields fields = fields(credentials.secretRef());
        String id = fields.required("OS_APPLICATION_CREDENTIAL_ID");
        String secret = fields.required("OS_APPLICATION_CREDENTIAL_SECRET");
        HttpCalls http = new HttpCalls(transport);
        Keystone keystone = new Keystone(http, endpoint, id, secret, clock);
        keys.addKeystone(keystone, http, store);
        return keystone;
    }

    private AwsCredentialsProvider credentials(ObjectStore store, KeySources keys) {
        ObjectStoreSpec spec = store.getSpec();
        if (spec.credentials().secretRef() != null) {
            return fixed(fields(spec.credentials().secretRef()));
        }
        KeystoneCredentials keystone = spec.credentials().keystone();
        if (keystone == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return switch (keystone.exchange()) {
            case STS -> new RenewingCredentials(keyPort(keys, KeySource.stsWebIdentity, spec), clock);
            case EC2 -> keptEc2Key(store, keyPort(keys, KeySource.keystoneEc2, spec));
        };
    }

    private static KeyPort keyPort(KeySources keys, KeySource source, ObjectStoreSpec spec) {
        KeyPort port = keys.port(source);
        if (port == null) {
            throw new StoreException(new Failure.Refused(List.of(new Refusal(
                    Refusal.Kind.UNSUPPORTED,
                    "spec.credentials.keystone.exchange",
                    "a %s store has no STS that takes a Keystone token: say exchange: EC2"
                            .formatted(spec.provider().id())))));
        }
        return port;
    }

    /**
     * The store's own EC2 key: made once, found again in its Secret ever after. Its id is that of the ObjectStore, so
     * that a key whose answer or Secret is lost on the way is found again too.
     */
    private AwsCredentialsProvider keptEc2Key(ObjectStore store, KeyPort source) {
        String name = "cooper-" + store.getMetadata().getName() + "-ec2";
        if (secrets.find(name).isEmpty()) {
            String id = store.getMetadata().getUid().replace("-", "");
            var key = source.issue(KeyRequest.ofCooper(id, Duration.ZERO));
            secrets.create(
                    name,
                    Map.of("AWS_ACCESS_KEY_ID", key.accessKeyId(), "AWS_SECRET_ACCESS_KEY", key.secretAccessKey()));
            return StaticCredentialsProvider.create(S3KeyVerifier.credentials(key));
        }
        return fixed(fields(new ObjectReference(name)));
    }

    private static AwsCredentialsProvider fixed(Fields fields) {
        String id = fields.required("AWS_ACCESS_KEY_ID");
        String secret = fields.required("AWS_SECRET_ACCESS_KEY");
        String token = fields.optional("AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }

    private Fields fields(ObjectReference reference) {
        Secret secret = secrets.find(reference.name())
                .orElseThrow(() -> new StoreException(new Failure.CredentialsMissing(
                        secrets.namespace(), reference.name(), "does not exist: create it")));
        return new Fields(
                secrets.namespace(), reference.name(), Objects.requireNonNullElse(secret.getData(), Map.of()));
    }

    /** The entries of a Secret, still encoded. */
    private record Fields(String namespace, String secret, Map<String, String> data) {
        String required(String key) {
            String value = optional(key);
            if (value == null) {
                throw new StoreException(
                        new Failure.CredentialsMissing(namespace, secret, "lacks the key " + key + ": add it"));
            }
            return value;
        }

        @Nullable
        String optional(String key) {
            String encoded = data.get(key);
            return encoded == null || encoded.isEmpty()
                    ? null
                    : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
        }

        @Override
        public String toString() {
            return namespace + "/" + secret;
        }
    }
}
