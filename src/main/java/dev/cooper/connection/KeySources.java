package dev.cooper.connection;

import dev.cooper.api.KeySource;
import dev.cooper.api.ObjectStoreSpec;
import dev.cooper.api.StsEndpoint;
import dev.cooper.client.HttpCalls;
import dev.cooper.client.iam.IamUserKeys;
import dev.cooper.client.keystone.Keystone;
import dev.cooper.client.keystone.KeystoneEc2Keys;
import dev.cooper.client.s3.S3Endpoint;
import dev.cooper.client.sts.AssumeRoleKeys;
import dev.cooper.client.sts.KeystoneStsKeys;
import dev.cooper.client.sts.WebIdentityKeys;
import dev.cooper.plan.Profile;
import dev.cooper.port.KeyPort;
import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sources of keys that one store has, of those that its profile names. */
final class KeySources implements AutoCloseable {
    private final ObjectStoreSpec spec;
    private final Profile profile;
    private final OperatorSecrets secrets;
    private final StsEndpoint stsSpec;
    private final Map<KeySource, KeyPort> ports = new EnumMap<>(KeySource.class);
    private @Nullable HttpCalls http;

    KeySources(ObjectStoreSpec spec, Profile profile, OperatorSecrets secrets) {
        this.secrets = secrets;
        this.spec = spec;
        this.profile = profile;
        this.stsSpec = Objects.requireNonNullElse(spec.sts(), StsEndpoint.DEFAULT);
    }

    Map<KeySource, KeyPort> ports() {
        return Collections.unmodifiableMap(ports);
    }

    @Nullable
    KeyPort port(KeySource source) {
        return ports.get(source);
    }

    private boolean offers(KeySource source) {
        return profile.keys().sources().contains(source);
    }

    /**
     * Those that a Keystone token opens, also for Cooper's own sign-in.
     *
     * @param http is closed with these sources
     */
    void addKeystone(Keystone keystone, HttpCalls http, String endpoint) {
        this.http = http;
        if (offers(KeySource.keystoneEc2)) {
            ports.put(
                    KeySource.keystoneEc2,
                    new KeystoneEc2Keys(keystone, profile.keys().choosesIds()));
        }
        Profile.Sts sts = profile.sts();
        if (offers(KeySource.stsWebIdentity) && sts != null && sts.flavour() == Profile.Sts.Flavour.KAKAOCLOUD_JSON) {
            String provider =
                    Objects.requireNonNullElse(stsSpec.providerID(), Objects.requireNonNullElse(sts.providerId(), ""));
            ports.put(
                    KeySource.stsWebIdentity,
                    new KeystoneStsKeys(
                            http, Objects.requireNonNullElse(sts(), URI.create(endpoint)), provider, keystone));
        }
    }

    /** Those that Cooper's own key opens. */
    void addSigned(S3Endpoint store) {
        if (offers(KeySource.iamUser)) {
            URI uri = spec.iam() == null ? store.uri() : URI.create(spec.iam().endpoint());
            ports.put(KeySource.iamUser, new IamUserKeys(store, uri));
        }
        if (profile.sts() != null && profile.sts().flavour() == Profile.Sts.Flavour.STANDARD) {
            addSessions(store);
        }
    }

    private void addSessions(S3Endpoint store) {
        URI uri = sts() == null ? store.uri() : sts();
        if (offers(KeySource.assumeRole)) {
            ports.put(KeySource.assumeRole, new AssumeRoleKeys(store, uri, stsSpec.roleARN()));
        }
        if (offers(KeySource.stsWebIdentity)) {
            ports.put(
                    KeySource.stsWebIdentity,
                    new WebIdentityKeys(
                            store,
                            uri,
                            stsSpec.roleARN(),
                            () -> secrets.token(stsSpec.serviceAccountNameOrDefault(), stsSpec.audienceOrDefault())));
        }
    }

    private @Nullable URI sts() {
        String endpoint = stsSpec.endpoint();
        return endpoint == null ? null : URI.create(endpoint);
    }

    @Override
    public void close() {
        ports.values().forEach(KeyPort::close);
        if (http != null) {
            http.close();
        }
    }
}
