package dev.cooper.connection;

import dev.cooper.api.KeySource;
import dev.cooper.api.ObjectStoreSpec;
import dev.cooper.api.StsEndpoint;
import dev.cooper.client.HttpCalls;
import dev.cooper.client.iam.IamUserKeys;
import dev.cooper.client.keystone.Keystone;
import dev.cooper.client.keystone.KeystoneEc2Keys;
import dev.cooper.client.s3.S3Endpoint;
import dev.cooper.client.sts.KeystoneStsKeys;
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
    private final Map<KeySource, KeyPort> ports = new EnumMap<>(KeySource.class);

    KeySources(ObjectStoreSpec spec, Profile profile) {
        this.spec = spec;
        this.profile = profile;
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

    /** Those that a Keystone token opens, also for Cooper's own sign-in. */
    void addKeystone(Keystone keystone, HttpCalls http, String endpoint) {
        if (offers(KeySource.keystoneEc2)) {
            ports.put(
                    KeySource.keystoneEc2,
                    new KeystoneEc2Keys(keystone, profile.keys().choosesIds()));
        }
        Profile.Sts sts = profile.sts();
        if (offers(KeySource.stsWebIdentity) && sts != null && sts.flavour() == Profile.Sts.Flavour.KAKAOCLOUD_JSON) {
            String provider = spec.sts() != null && spec.sts().providerID() != null
                    ? spec.sts().providerID()
                    : Objects.requireNonNullElse(sts.providerId(), "");
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
    }

    private @Nullable URI sts() {
        StsEndpoint sts = spec.sts();
        return sts == null || sts.endpoint() == null ? null : URI.create(sts.endpoint());
    }

    @Override
    public void close() {
        ports.values().forEach(KeyPort::close);
    }
}
