package dev.cooper.api;

/** The ways in which a store issues keys. */
public enum KeySource {
    keystoneEc2,
    iamUser,
    assumeRole,
    stsWebIdentity
}
