package dev.cooper.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/** Credentials for buckets of a store, issued by the store and written to a Secret. */
@Group(ApiGroup.GROUP)
@Version(ApiGroup.VERSION)
@ShortNames("akey")
@Categories("cooper")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Store", jsonPath = ".status.storeName")
@AdditionalPrinterColumn(name = "Secret", jsonPath = ".spec.secret.name")
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".status.expiresAt", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Next",
        jsonPath = ".status.nextRotation",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "Key", jsonPath = ".status.keyID", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class AccessKey extends CustomResource<AccessKeySpec, AccessKeyStatus> implements Namespaced {

    /** What is known of its keys: its status, and until that tells of one, the key that was announced. */
    public AccessKeyStatus statusOrEmpty() {
        AccessKeyStatus status = written();
        return hasNoKeyYet()
                ? FirstKey.announced(this)
                        .map(first -> status.withIntent(first.storeName(), first.source(), first.intentID()))
                        .orElse(status)
                : status;
    }

    /** The same without a key that nothing but its finalizer and its spec tell of, which may never have been asked for. */
    public AccessKeyStatus certainStatus() {
        return hasNoKeyYet() && !announcesFirstKey() ? written() : statusOrEmpty();
    }

    private AccessKeyStatus written() {
        return getStatus() == null ? AccessKeyStatus.EMPTY : getStatus();
    }

    /** Whether its status tells of no key, neither in the Secret nor on its way. */
    public boolean hasNoKeyYet() {
        return getStatus() == null
                || (getStatus().keyID() == null && getStatus().intentID() == null);
    }

    /** Whether its metadata tells all that is to be known of its first key. */
    public boolean announcesFirstKey() {
        return hasFinalizer(ApiGroup.FINALIZER) && FirstKey.told(this).isPresent();
    }

    /** A resource that carries only the name of this one and a status, as server-side apply wants it. */
    public AccessKey onlyStatus(AccessKeyStatus status) {
        AccessKey fresh = onlyName();
        fresh.setStatus(status);
        return fresh;
    }

    /** A resource that carries only the name of this one and the announcement of its first key. */
    public AccessKey announcing(FirstKey first) {
        AccessKey fresh = onlyName();
        fresh.getMetadata().setAnnotations(Map.of(FirstKey.ANNOTATION, first.annotation()));
        return fresh;
    }

    private AccessKey onlyName() {
        AccessKey fresh = new AccessKey();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(getMetadata().getName())
                .withNamespace(getMetadata().getNamespace())
                .build());
        return fresh;
    }
}
