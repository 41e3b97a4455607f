package dev.cooper.client.keystone;

import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import java.time.Duration;
import java.util.Set;

/** Source keystoneEc2: keys of Keystone's OS-EC2 API, which stay until they are revoked. */
public final class KeystoneEc2Keys implements KeyPort {
    private final Keystone keystone;

    public KeystoneEc2Keys(Keystone keystone) {
        this.keystone = keystone;
    }

    @Override
    public IssuedKey issue(Duration duration) {
        return keystone.createEc2Key();
    }

    @Override
    public Set<String> list() {
        return keystone.listEc2Keys();
    }

    @Override
    public void revoke(String accessKeyId) {
        keystone.deleteEc2Key(accessKeyId);
    }

    @Override
    public boolean revocable() {
        return true;
    }
}
