package dev.cooper.faults;

import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.KakaoCloudSimulator;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;

/** The simulated KakaoCloud. */
record SimulatedCloud(KakaoCloudSimulator cloud, Listing listing) implements Backend {
    SimulatedCloud(KakaoCloudSimulator cloud) {
        this(cloud, new Listing(cloud.endpoint(), cloud.region()));
    }

    @Override
    public URI endpoint() {
        return cloud.endpoint();
    }

    @Override
    public void createBucket(String name) {
        cloud.createBucket(cloud.projectId(), cloud.userId(), name);
    }

    @Override
    public void putObject(String bucket, String key) {
        cloud.bucket(bucket).putObject(key, new byte[] {1});
    }

    @Override
    public String bucket(String name) {
        BucketControl bucket = cloud.bucket(name);
        return bucket.exists()
                ? "bucket: %s %s %s %s, %d objects, %d uploads"
                        .formatted(
                                bucket.acl(),
                                bucket.encryption(),
                                bucket.lifecycle(),
                                bucket.logging(),
                                bucket.objects().size(),
                                bucket.uploads().size())
                : "no bucket";
    }

    @Override
    public Map<String, String> keys() {
        return cloud.ec2Keys().stream().collect(Collectors.toMap(Ec2Key::access, Ec2Key::secret));
    }

    @Override
    public String tried(WorkloadKey key) {
        return listing.with(key);
    }

    @Override
    public void close() {
        listing.close();
        cloud.close();
    }
}
