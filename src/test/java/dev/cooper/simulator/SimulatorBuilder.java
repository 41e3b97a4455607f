package dev.cooper.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What may be chosen about a simulator. Everything has a default; identities and secrets are generated. */
public final class SimulatorBuilder {
    private String host = "127.0.0.1";
    private int port;
    private int identityPort;
    private String region = "kr-central-2";
    private Clock clock = Clock.systemUTC();
    private Clock signatureClock = Clock.systemUTC();
    private Consumer<RecordedRequest> listener = _ -> {};
    private long randomSeed = 42;
    private ErrorCode unsupported = ErrorCode.NOT_IMPLEMENTED;
    private GroupGrantee groupGrantee = GroupGrantee.URI;
    private boolean credentialsApi;
    private Duration keyRevocationDelay = Duration.ZERO;
    private String projectId = Digests.randomHex(16);
    private String userId = Digests.randomHex(16);
    private String password = Digests.randomText(16);
    private @Nullable ApplicationCredential applicationCredential;
    private @Nullable ApplicationCredential restrictedApplicationCredential;

    SimulatorBuilder() {}

    /** The address to listen on; default 127.0.0.1. */
    public SimulatorBuilder host(String address) {
        host = address;
        return this;
    }

    /** The port of S3 and STS; default 0, a free one. */
    public SimulatorBuilder port(int number) {
        port = number;
        return this;
    }

    /** The port of Keystone; default 0, a free one. */
    public SimulatorBuilder identityPort(int number) {
        identityPort = number;
        return this;
    }

    /** The region that signatures must name; default kr-central-2. */
    public SimulatorBuilder region(String name) {
        region = name;
        return this;
    }

    /** The service's time, by which tokens, session credentials and lifecycles end; default the system's. */
    public SimulatorBuilder clock(Clock serviceClock) {
        clock = serviceClock;
        return this;
    }

    /**
     * What X-Amz-Date is compared with, and what the Date header says; default the system's, as real clients sign with
     * that, whatever happens to {@link #clock}.
     */
    public SimulatorBuilder signatureClock(Clock clientsClock) {
        signatureClock = clientsClock;
        return this;
    }

    /** Told about every request once it is answered. */
    public SimulatorBuilder onRequest(Consumer<RecordedRequest> requestListener) {
        listener = requestListener;
        return this;
    }

    /** Of the dice behind fault rules with a probability; default 42. */
    public SimulatorBuilder randomSeed(long seed) {
        randomSeed = seed;
        return this;
    }

    /**
     * Answers unsupported operations with 405 MethodNotAllowed, as RGW does for some, instead of 501 NotImplemented,
     * which S3 has for this. The page does not say which.
     */
    public SimulatorBuilder refuseWithMethodNotAllowed() {
        unsupported = ErrorCode.METHOD_NOT_ALLOWED;
        return this;
    }

    /** How GetBucketAcl writes the AllUsers group; default {@link GroupGrantee#URI}. */
    public SimulatorBuilder groupGrantee(GroupGrantee form) {
        groupGrantee = form;
        return this;
    }

    /** Whether Keystone has /v3/credentials beside OS-EC2; default no, as KakaoCloud documents only OS-EC2. */
    public SimulatorBuilder credentialsApi(boolean there) {
        credentialsApi = there;
        return this;
    }

    /** How long, by {@link #clock}, a deleted key goes on signing; default not at all. */
    public SimulatorBuilder keyRevocationDelay(Duration delay) {
        keyRevocationDelay = delay;
        return this;
    }

    public SimulatorBuilder projectId(String id) {
        projectId = id;
        return this;
    }

    public SimulatorBuilder user(String id, String userPassword) {
        userId = id;
        password = userPassword;
        return this;
    }

    /** The unrestricted application credential. */
    public SimulatorBuilder applicationCredential(String id, String secret) {
        applicationCredential = new ApplicationCredential(id, "unrestricted", secret, userId, projectId, true);
        return this;
    }

    public SimulatorBuilder restrictedApplicationCredential(String id, String secret) {
        restrictedApplicationCredential = new ApplicationCredential(id, "restricted", secret, userId, projectId, false);
        return this;
    }

    public KakaoCloudSimulator start() {
        return new KakaoCloudSimulator(this);
    }

    Seed seed() {
        return new Seed(
                region,
                projectId,
                Digests.randomHex(16),
                userId,
                password,
                credential(applicationCredential, "unrestricted", true),
                credential(restrictedApplicationCredential, "restricted", false));
    }

    SimulatorSettings settings() {
        return new SimulatorSettings(
                region, unsupported, groupGrantee, credentialsApi, keyRevocationDelay, signatureClock);
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    int identityPort() {
        return identityPort;
    }

    Clock clock() {
        return clock;
    }

    Consumer<RecordedRequest> listener() {
        return listener;
    }

    long randomSeed() {
        return randomSeed;
    }

    /** The user and the project may have been chosen after the credential. */
    private ApplicationCredential credential(@Nullable ApplicationCredential given, String name, boolean unrestricted) {
        String id = given == null ? Digests.randomHex(16) : given.id();
        String secret = given == null ? Digests.randomText(32) : given.secret();
        return new ApplicationCredential(id, name, secret, userId, projectId, unrestricted);
    }
}
