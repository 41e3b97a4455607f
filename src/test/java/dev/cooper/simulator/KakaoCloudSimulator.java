package dev.cooper.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A KakaoCloud Object Storage of one's own: an S3 endpoint with its STS, and an identity endpoint, on loopback ports.
 *
 * <p>Starts with one project, whose buckets the user {@link #projectAdminId()} administers, and one ordinary member,
 * {@link #userId()}, with a password and two application credentials. Thread-safe.
 */
public final class KakaoCloudSimulator implements AutoCloseable {
    private final Seed seed;
    private final String host;
    private final SimulatorClock clock;
    private final Identity identity;
    private final Buckets buckets;
    private final Recorder recorder;
    private final Faults faults;
    private final Vertx vertx;
    private final ExecutorService threads;
    private final HttpFront s3;
    private final HttpFront keystone;
    private final AtomicBoolean closed = new AtomicBoolean();

    KakaoCloudSimulator(SimulatorBuilder builder) {
        seed = builder.seed();
        host = builder.host();
        SimulatorSettings settings = builder.settings();
        clock = new SimulatorClock(builder.clock());
        identity = new Identity(clock, settings.keyRevocationDelay());
        seed.plant(identity);
        buckets = new Buckets(clock);
        recorder = new Recorder(clock, builder.listener());
        faults = new Faults(builder.randomSeed());
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpFront.Shared shared = new HttpFront.Shared(new Admin(faults, recorder, clock), recorder, faults, threads);
        S3Service s3Service = new S3Service(settings, clock, identity, buckets);
        try {
            s3 = new HttpFront(vertx, host, builder.port(), s3Service, shared);
            keystone = new HttpFront(vertx, host, builder.identityPort(), new Keystone(settings, identity), shared);
        } catch (RuntimeException e) {
            stop(); // a port is taken: its threads would keep a program alive
            throw e;
        }
    }

    public static SimulatorBuilder builder() {
        return new SimulatorBuilder();
    }

    /** On free ports, with generated values. */
    public static KakaoCloudSimulator start() {
        return builder().start();
    }

    /** S3 and STS. */
    public URI endpoint() {
        return URI.create("http://" + host + ":" + s3.port());
    }

    /** Keystone, up to and including {@code /v3}: another host than S3 in the real service, another port here. */
    public URI identityEndpoint() {
        return URI.create("http://" + host + ":" + keystone.port() + "/identity/v3");
    }

    public String region() {
        return seed.region();
    }

    public String projectId() {
        return seed.projectId();
    }

    /** The user who is storage.admin of every bucket of the project; has no key until one is made. */
    public String projectAdminId() {
        return seed.projectAdminId();
    }

    public String userId() {
        return seed.userId();
    }

    public String userPassword() {
        return seed.password();
    }

    /** Unrestricted: its tokens may create and delete keys. */
    public ApplicationCredential applicationCredential() {
        return seed.applicationCredential();
    }

    /** Its tokens may not create or delete keys. */
    public ApplicationCredential restrictedApplicationCredential() {
        return seed.restrictedApplicationCredential();
    }

    /** Adds a project that is administered by the given user, who becomes a member of it. */
    public void addProject(String projectId, String adminUserId) {
        Identity.User admin =
                identity.user(adminUserId).orElseThrow(() -> new IllegalArgumentException("no user " + adminUserId));
        List<String> projects = new ArrayList<>(admin.projectIds());
        projects.add(projectId);
        identity.add(new Identity.User(admin.id(), admin.name(), admin.password(), projects));
        identity.add(new Identity.Project(projectId, projectId, adminUserId));
    }

    /** Adds a user who is a member of the given projects, and replaces one of the same id. */
    public void addUser(String userId, String name, String password, String... projectIds) {
        identity.add(new Identity.User(userId, name, password, Arrays.asList(projectIds)));
    }

    /** Adds an ordinary member of the seeded project and returns the generated id. */
    public String addUser(String name) {
        String id = Digests.randomHex(16);
        addUser(id, name, Digests.randomText(16), projectId());
        return id;
    }

    /** A key of the user in the seeded project, without a call to Keystone. */
    public Ec2Key createEc2Key(String userId) {
        return createEc2Key(userId, projectId());
    }

    public Ec2Key createEc2Key(String userId, String projectId) {
        Ec2Key key = new Ec2Key(Digests.randomHex(16), Digests.randomHex(16), userId, projectId);
        identity.addKey(key);
        return key;
    }

    /** Session credentials of the user in the seeded project, without a call to the STS. */
    public SessionCredentials createSession(String userId, Duration lifetime) {
        SigningKey.Session session = identity.issueSession(new Principal.Member(userId, projectId()), lifetime);
        return new SessionCredentials(
                session.accessKeyId(), session.secretKey(), session.sessionToken(), session.expiration());
    }

    /** All keys that are not deleted, whoever made them. */
    public List<Ec2Key> ec2Keys() {
        return identity.keys();
    }

    /** As if somebody had deleted it in the console. */
    public void deleteEc2Key(String access) {
        identity.deleteKey(access);
    }

    /** Ends every Keystone token of the user now, before its time. */
    public void revokeTokens(String userId) {
        identity.revokeTokensOf(userId);
    }

    /** The bucket of this name in the seeded project, whether it exists or not. */
    public BucketControl bucket(String name) {
        return bucket(projectId(), name);
    }

    public BucketControl bucket(String projectId, String name) {
        return new BucketControl(buckets, new Bucket.Id(projectId, name), clock);
    }

    /** A bucket that somebody else made, without a request. */
    public BucketControl createBucket(String projectId, String ownerUserId, String name) {
        BucketNames.check(name);
        Bucket.Id id = new Bucket.Id(projectId, name);
        buckets.locked(state -> {
            Optional<Bucket> existing = state.find(id);
            if (existing.isPresent()) {
                throw new IllegalStateException("bucket " + name + " exists in project " + projectId);
            }
            return state.create(id, ownerUserId);
        });
        return bucket(projectId, name);
    }

    /** The names of the project's buckets, in order. */
    public List<String> buckets(String projectId) {
        return buckets.locked(state -> state.ofProject(projectId).stream()
                .map(bucket -> bucket.id().name())
                .toList());
    }

    /** What was asked of either endpoint, in the order of arrival; without the admin calls. */
    public List<RecordedRequest> requests() {
        return recorder.requests();
    }

    /** How often each operation was asked for, by the page's name. */
    public Map<String, Integer> operations() {
        return recorder.operations();
    }

    /** The requests that the page does not list as supported. */
    public List<RecordedRequest> unsupportedRequests() {
        return recorder.requests().stream()
                .filter(request -> !request.supported())
                .toList();
    }

    public void clearRequests() {
        recorder.clear();
    }

    /** Puts the rules in force instead of those before. The first that matches a request strikes it. */
    public void faults(FaultRule... rules) {
        faults.replace(List.of(rules));
    }

    /** Adds a rule behind those in force. */
    public void addFault(FaultRule rule) {
        faults.add(rule);
    }

    public void clearFaults() {
        faults.clear();
    }

    /** The service's time: lifecycles, tokens and session credentials end by it. */
    public Clock clock() {
        return clock;
    }

    public void advanceClock(Duration duration) {
        clock.advance(duration);
    }

    /** Ends every request that is under way. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            s3.close();
            keystone.close();
            stop();
        }
    }

    private void stop() {
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
