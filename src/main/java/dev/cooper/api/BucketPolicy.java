package dev.cooper.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Who may do what with a bucket, in words that each store's own ACL or policy is made of. */
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@Plural("bucketpolicies")
@ShortNames("bpol")
@Categories("cooper")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Bucket", jsonPath = ".spec.bucketRef.name")
@AdditionalPrinterColumn(name = "Mechanism", jsonPath = ".status.mechanism")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class BucketPolicy extends CustomResource<BucketPolicySpec, BucketPolicyStatus> implements Namespaced {

    public BucketPolicyStatus statusOrEmpty() {
        return getStatus() == null ? BucketPolicyStatus.EMPTY : getStatus();
    }

    /** A resource that carries only the name of this one and a status, as server-side apply wants it. */
    public BucketPolicy onlyStatus(BucketPolicyStatus status) {
        BucketPolicy fresh = new BucketPolicy();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(getMetadata().getName())
                .withNamespace(getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}
