package dev.cooper.plan;

import dev.cooper.api.BucketAccess.Access;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a key may do, in the terms of IAM: the document that narrows a user or a session to its buckets.
 *
 * @param statements each of which allows something; nothing is denied
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions and
 *     resources of Amazon S3</a>
 */
public record KeyPolicy(List<Statement> statements) {

    /**
     * Allows actions on resources.
     *
     * @param prefixes where it is about listing, what listings must be asked for; empty for any
     */
    public record Statement(List<String> actions, List<String> resources, List<String> prefixes) {}

    /** What every key may ask, so that it can be proved to work. */
    private static final String PROOF = "s3:GetBucketLocation";

    private static final List<String> ADMINISTERING =
            List.of("s3:Get*", "s3:List*", "s3:Put*", "s3:DeleteBucketPolicy", "s3:DeleteBucketWebsite");

    /** Allows these rights and nothing else; equal for equal sets of rights, in whatever order. */
    public static KeyPolicy of(Collection<KeyRight> rights, String region) {
        Arns arns = new Arns(partition(region));
        List<Statement> statements = new ArrayList<>();
        statements.add(allow(List.of(PROOF), rights.stream().map(arns::bucket)));
        statements.addAll(listing(rights, arns));
        statements.add(
                allow(S3Actions.READING, rights.stream().filter(KeyRight::reads).map(arns::objects)));
        statements.add(allow(
                S3Actions.WRITING, rights.stream().filter(KeyRight::writes).map(arns::objects)));
        statements.add(allow(
                S3Actions.DELETING,
                rights.stream()
                        .filter(KeyRight::writes)
                        .flatMap(right -> Stream.of(arns.bucket(right), arns.objects(right)))));
        Predicate<KeyRight> administers = right -> right.access() == Access.Admin;
        statements.add(allow(ADMINISTERING, rights.stream().filter(administers).map(arns::bucket)));
        statements.add(
                allow(S3Actions.EVERYTHING, rights.stream().filter(administers).map(arns::objects)));
        return new KeyPolicy(statements.stream()
                .filter(statement -> !statement.resources().isEmpty())
                .toList());
    }

    /** A prefix is a condition on the whole statement, so that each set of prefixes needs one of its own. */
    private static List<Statement> listing(Collection<KeyRight> rights, Arns arns) {
        Map<String, List<String>> prefixes = new TreeMap<>();
        rights.stream()
                .filter(KeyRight::reads)
                .collect(Collectors.groupingBy(arns::bucket, TreeMap::new, Collectors.toList()))
                .forEach((bucket, readable) -> prefixes.put(bucket, listable(readable)));
        return prefixes.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        () -> new TreeMap<>((one, other) -> one.toString().compareTo(other.toString())),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> new Statement(S3Actions.LISTING, entry.getValue(), entry.getKey()))
                .toList();
    }

    /** The prefixes of listings that are allowed; empty for all. */
    private static List<String> listable(List<KeyRight> rights) {
        return rights.stream().anyMatch(right -> right.prefix() == null)
                ? List.of()
                : sorted(rights.stream().map(right -> right.prefix() + "*"));
    }

    private static Statement allow(List<String> actions, Stream<String> resources) {
        return new Statement(actions, sorted(resources), List.of());
    }

    private static List<String> sorted(Stream<String> texts) {
        return List.copyOf(texts.collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private record Arns(String partition) {
        String bucket(KeyRight right) {
            return "arn:" + partition + ":s3:::" + right.bucket();
        }

        String objects(KeyRight right) {
            return bucket(right) + "/" + (right.prefix() == null ? "" : right.prefix()) + "*";
        }
    }
}
