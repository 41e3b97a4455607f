package dev.cooper.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A bucket on an object store, and how it shall be configured. */
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@ShortNames("bkt")
@Categories("cooper")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Store", jsonPath = ".status.storeName")
@AdditionalPrinterColumn(name = "Bucket", jsonPath = ".status.bucketName")
@AdditionalPrinterColumn(
        name = "Objects",
        jsonPath = ".status.usage.objects",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Bytes",
        jsonPath = ".status.usage.bytes",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = "has(self.spec.bucketName) || (self.metadata.name.matches('^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$')"
                + " && !self.metadata.name.matches('" + Formats.IP_ADDRESS + "'))",
        message = "metadata.name is no valid bucket name (3 to 63 lower-case letters, digits, dots and hyphens,"
                + " and not like an IP address): give spec.bucketName")
public final class Bucket extends CustomResource<BucketSpec, BucketStatus> implements Namespaced {

    /** Whether a bucket of this name can have a resource: S3 once allowed names that no longer are. */
    public static boolean isName(String name) {
        return name.length() >= 3
                && name.length() <= 63
                && name.matches(Formats.BUCKET_NAME)
                && !name.contains("..")
                && !name.matches(Formats.IP_ADDRESS);
    }

    /** The name of the bucket on the store: spec.bucketName, or else metadata.name. */
    public String bucketName() {
        String name = getSpec().bucketName();
        return name == null ? getMetadata().getName() : name;
    }
}
