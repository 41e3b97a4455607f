package dev.cooper.plan;

import dev.cooper.api.CannedAcl;
import dev.cooper.api.EncryptionSpec.Algorithm;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.GranteeSpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What random specs are made of.
 *
 * @param features the sections that a spec may have
 * @param canned canned ACLs
 * @param grantees users and groups
 * @param algorithms encryption algorithms
 * @param kmsKeys ids of keys
 * @param lifecycleElements elements of a lifecycle rule, named as in a profile
 * @param storageClasses where transitions may lead, in the order in which objects cool down
 * @param logTargets buckets that may receive logs
 */
public record Offer(
        List<BucketFeature<?>> features,
        List<CannedAcl> canned,
        List<GranteeSpec> grantees,
        List<Algorithm> algorithms,
        List<String> kmsKeys,
        Set<String> lifecycleElements,
        List<String> storageClasses,
        List<String> logTargets) {

    /** All that a profile has. Users, keys and log targets must be given, since they must exist on a real store. */
    public static Offer of(Profile profile) {
        return new Offer(
                Planner.FEATURES.stream().filter(profile::supports).toList(),
                sorted(profile.acl().canned()),
                sorted(profile.acl().groups()).stream()
                        .map(group -> new GranteeSpec(null, group))
                        .toList(),
                sorted(profile.encryption().algorithms()),
                List.of(),
                new TreeSet<>(profile.lifecycle().elements()),
                List.of("STANDARD_IA", "GLACIER"),
                List.of());
    }

    /** A fixed order, so that a seed gives the same specs in every process. */
    private static <E extends Comparable<E>> List<E> sorted(Collection<E> values) {
        return values.stream().sorted().toList();
    }

    /** With all sections, also those that the profile lacks. */
    public Offer withAllFeatures() {
        return new Offer(
                Planner.FEATURES, canned, grantees, algorithms, kmsKeys, lifecycleElements, storageClasses, logTargets);
    }

    public Offer withUsers(String... ids) {
        List<GranteeSpec> all = Stream.concat(grantees.stream(), Stream.of(ids).map(id -> new GranteeSpec(id, null)))
                .toList();
        return new Offer(features, canned, all, algorithms, kmsKeys, lifecycleElements, storageClasses, logTargets);
    }

    public Offer withKmsKeys(String... keys) {
        return new Offer(
                features, canned, grantees, algorithms, List.of(keys), lifecycleElements, storageClasses, logTargets);
    }

    public Offer withLogTargets(String... buckets) {
        return new Offer(
                features, canned, grantees, algorithms, kmsKeys, lifecycleElements, storageClasses, List.of(buckets));
    }

    /** Without a canned ACL that a store understands in its own way. */
    public Offer withoutCanned(CannedAcl acl) {
        List<CannedAcl> left = canned.stream().filter(one -> one != acl).toList();
        return new Offer(features, left, grantees, algorithms, kmsKeys, lifecycleElements, storageClasses, logTargets);
    }

    /** Without lifecycle elements that a store silently drops. */
    public Offer withoutElements(String... elements) {
        Set<String> left = new TreeSet<>(lifecycleElements);
        left.removeAll(Set.of(elements));
        return new Offer(features, canned, grantees, algorithms, kmsKeys, left, storageClasses, logTargets);
    }

    /** With those storage classes that the store has; with none there are no transitions. */
    public Offer withStorageClasses(String... classes) {
        return new Offer(
                features, canned, grantees, algorithms, kmsKeys, lifecycleElements, List.of(classes), logTargets);
    }

    boolean hasElement(String element) {
        boolean transition = element.equals("transitions") || element.equals("noncurrentVersionTransitions");
        return lifecycleElements.contains(element) && !(transition && storageClasses.isEmpty());
    }

    static boolean isPublic(GranteeSpec grantee) {
        return grantee.group() == GranteeGroup.AllUsers || grantee.group() == GranteeGroup.AuthenticatedUsers;
    }
}
