package dev.cooper.client.keystone;

import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import java.util.Set;

/**
 * Source keystoneEc2: Keystone's credentials of type ec2, which stay until they are revoked. Made through
 * /v3/credentials, where Cooper chooses the access id, and through OS-EC2 where that is refused.
 */
public final class KeystoneEc2Keys implements KeyPort {
    private final Keystone keystone;
    private final boolean choosesIds;

    /**
     * @param choosesIds whether /v3/credentials may be asked at all
     */
    public KeystoneEc2Keys(Keystone keystone, boolean choosesIds) {
        this.keystone = keystone;
        this.choosesIds = choosesIds;
    }

    @Override
    public Traits describe() {
        return new Traits(true, false, Rights.ALL);
    }

    @Override
    public IssuedKey issue(KeyRequest request) {
        return choosesIds
                ? keystone.createCredential(request.id()).orElseGet(keystone::createEc2Key)
                : keystone.createEc2Key();
    }

    @Override
    public Set<String> list(String holder) {
        return keystone.listEc2Keys();
    }

    @Override
    public void revoke(String holder, String accessKeyId) {
        keystone.deleteEc2Key(accessKeyId);
    }
}
