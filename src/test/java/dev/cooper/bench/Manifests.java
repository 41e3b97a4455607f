package dev.cooper.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the bench and its raw client write, as JSON. */
final class Manifests {
    private static final int FOREIGN_BYTES = 1_000;

    private Manifests() {}

    private static String metadata(String namespace, String name) {
        return "{\"name\":\"%s\",\"namespace\":\"%s\"}".formatted(name, namespace);
    }

    private static String resource(String kind, String namespace, String name, String section) {
        return "{\"apiVersion\":\"storage.cooper.dev/v1alpha1\",\"kind\":\"%s\",\"metadata\":%s,%s}"
                .formatted(kind, metadata(namespace, name), section);
    }

    /** A bucket with a lifecycle rule. */
    static String bucket(String namespace, String name, String store, int days) {
        return resource("Bucket", namespace, name, """
                "spec":{"storeRef":{"name":"%s"},"lifecycle":{"rules":[\
                {"id":"drafts","filter":{"prefix":"drafts/"},"expiration":{"days":%d}}]}}""".formatted(store, days));
    }

    static String accessKey(String namespace, String name, String store, String bucket) {
        return resource("AccessKey", namespace, name, """
                "spec":{"storeRef":{"name":"%s"},"source":"keystoneEc2","allowBroad":true,\
                "buckets":[{"bucketRef":{"name":"%s"}}],"secret":{"name":"%s"}}""".formatted(store, bucket, name));
    }

    /** The intent, which stands before a bucket is created. */
    static String intent(String namespace, String name, Store store, String uid) {
        return resource("Bucket", namespace, name, "\"status\":{%s}".formatted(place(name, store, uid, "Creating")));
    }

    static String ready(String namespace, String name, Store store, String uid, long generation) {
        return resource(
                "Bucket",
                namespace,
                name,
                "\"status\":{%s,%s}".formatted(place(name, store, uid, "Created"), conditions(generation)));
    }

    private static String place(String name, Store store, String uid, String state) {
        return """
                "storeName":"%s","bucketName":"%s","endpoint":"%s","publicURL":"%s/%s",\
                "claim":{"uid":"%s","state":"%s"}""".formatted(store.name(), name, store.endpoint(), store.endpoint(), name, uid, state);
    }

    static String keyIntent(String namespace, String name, String intent) {
        return resource("AccessKey", namespace, name, "\"status\":{\"intentID\":\"%s\"}".formatted(intent));
    }

    static String keyReady(String namespace, String name, Store store, String keyId, long generation) {
        return resource(
                "AccessKey", namespace, name, """
                "status":{"keyID":"%s","storeName":"%s","source":"keystoneEc2","issuedAt":"%s",%s}""".formatted(keyId, store.name(), now(), conditions(generation)));
    }

    private static String conditions(long generation) {
        return """
                "observedGeneration":%d,"conditions":[{"type":"Ready","status":"True","reason":"Ready",\
                "message":"written by a raw client","observedGeneration":%d,"lastTransitionTime":"%s"}]""".formatted(generation, generation, now());
    }

    static String event(String namespace, String kind, String name, String uid) {
        return """
                {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":%s,"type":"Normal","reason":"Created",\
                "action":"Reconcile","note":"Bucket created: written by a raw client",\
                "reportingController":"storage.cooper.dev/bench","reportingInstance":"bench","eventTime":"%s",\
                "regarding":{"apiVersion":"storage.cooper.dev/v1alpha1","kind":"%s","name":"%s","namespace":"%s",\
                "uid":"%s"}}""".formatted(
                        metadata(namespace, name + "." + Long.toHexString(System.nanoTime())),
                        Instant.now().truncatedTo(ChronoUnit.MICROS).plusNanos(1_000),
                        kind,
                        name,
                        namespace,
                        uid);
    }

    /** A Secret that is none of Cooper's business. */
    static String foreignSecret(String namespace, String name) {
        return """
                {"apiVersion":"v1","kind":"Secret","metadata":%s,"stringData":{"password":"%s"}}""".formatted(metadata(namespace, name), "x".repeat(FOREIGN_BYTES));
    }

    static String secret(String namespace, String name, String owner, String data) {
        return """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","namespace":"%s","ownerReferences":[\
                {"apiVersion":"storage.cooper.dev/v1alpha1","kind":"AccessKey","name":"%s","uid":"%s"}]},\
                "stringData":%s}""".formatted(name, namespace, name, owner, data);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
