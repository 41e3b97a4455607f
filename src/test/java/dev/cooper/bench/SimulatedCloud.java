package dev.cooper.bench;

import dev.cooper.api.Provider;
import dev.cooper.client.HttpCalls;
import dev.cooper.client.keystone.Keystone;
import dev.cooper.client.keystone.KeystoneEc2Keys;
import dev.cooper.client.s3.Transport;
import dev.cooper.connection.Profiles;
import dev.cooper.port.KeyPort;
import dev.cooper.simulator.ApplicationCredential;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.KakaoCloudSimulator;
import dev.cooper.simulator.RecordedRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** The KakaoCloud simulator, inside this process: it issues keys, and is not the bottleneck of large bursts. */
final class SimulatedCloud implements AutoCloseable {
    private static final Pattern SIGNS_IN = Pattern.compile("Keystone.*|AssumeRole.*");

    private final AtomicReference<Calls> calls = new AtomicReference<>(Calls.NONE);
    private final KakaoCloudSimulator cloud;
    private final Store store;

    SimulatedCloud(String name) {
        this.cloud = KakaoCloudSimulator.builder().onRequest(this::count).start();
        ApplicationCredential credential = cloud.applicationCredential();
        Ec2Key key = cloud.createEc2Key(cloud.userId());
        this.store = new Store(
                name,
                cloud.endpoint(),
                "provider: kakaocloud, endpoint: \"%s\", keystone: {endpoint: \"%s\"}, credentials: {keystone: {secretRef: {name: %s}}}"
                        .formatted(cloud.endpoint(), cloud.identityEndpoint(), name),
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID",
                        credential.id(),
                        "OS_APPLICATION_CREDENTIAL_SECRET",
                        credential.secret()),
                calls::get,
                Store.access(
                        Profiles.of(Provider.KAKAOCLOUD),
                        cloud.endpoint(),
                        cloud.region(),
                        key.access(),
                        key.secret()));
    }

    private void count(RecordedRequest request) {
        if (!SIGNS_IN.matcher(request.operation()).matches()) {
            boolean write = !request.method().equals("GET") && !request.method().equals("HEAD");
            calls.updateAndGet(total -> total.and(write));
        }
    }

    Store store() {
        return store;
    }

    /** The source of keys for a raw client. */
    KeyPort keys() {
        ApplicationCredential credential = cloud.applicationCredential();
        HttpCalls http = new HttpCalls(new Transport(null, Settings.THREADS, Duration.ofSeconds(30)));
        return new KeystoneEc2Keys(
                new Keystone(
                        http,
                        cloud.identityEndpoint().toString(),
                        credential.id(),
                        credential.secret(),
                        Clock.systemUTC()),
                Profiles.of(Provider.KAKAOCLOUD).keys().choosesIds());
    }

    @Override
    public void close() {
        cloud.close();
    }
}
