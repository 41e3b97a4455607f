package dev.cooper.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.File;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Generates the CRDs out of the API's classes. */
final class CrdFiles {
    /**
     * Lists whose items have a key, by the section that they stand in: an API server refuses duplicates, and server-side apply merges by it. Not for lists
     * that may be empty: server-side apply drops an empty one of these, with the section around it.
     */
    private static final Map<String, List<String>> LIST_KEYS =
            Map.of("status.conditions", List.of("type"), "filter.tags", List.of("key"));

    /** Objects whose fields are not the API's to name. */
    private static final Set<String> DOCUMENTS = Set.of("spec.policy", "spec.document", "expressedAs.document");

    /** Formats that the API server checks. */
    private static final Map<String, String> FORMATS = Map.of("date", "date");

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "ObjectStore",
            "A connection to an S3-compatible object store: where it is, who may use it, and how Cooper signs in.",
            "Bucket",
            "A bucket on an object store. Cooper creates it and keeps it as the spec says.",
            "AccessKey",
            "Credentials for buckets, issued by the store, proved by a signed request, and written to a Secret.",
            "BucketPolicy",
            "Who may do what with a bucket, written as the store has it: as grants of an ACL or as a bucket policy.");
    /** The class of conditions is Kubernetes' own, and says nothing of its fields. */
    private static final Map<String, String> CONDITION_FIELDS = Map.of(
            "type", "Ready, Reconciling or Stalled.",
            "status", "True, False or Unknown.",
            "reason", "Why, in one word, for programs.",
            "message", "Why, and what to do, for people.",
            "observedGeneration", "Generation of the spec that the condition speaks of.",
            "lastTransitionTime", "When the status of the condition last changed, RFC 3339.");

    private static final List<String> COLUMNS = List.of(
            "Ready",
            "Reason",
            "Provider",
            "Endpoint",
            "Account",
            "Store",
            "Bucket",
            "Objects",
            "Bytes",
            "Mechanism",
            "Secret",
            "Expires",
            "Key",
            "Age");

    private CrdFiles() {}

    static void generate(File directory) {
        new CRDGenerator()
                .customResourceClasses(ObjectStore.class, Bucket.class, AccessKey.class, BucketPolicy.class)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new Finish())
                .inOutputDir(directory)
                .detailedGenerate();
    }

    private static final class Finish implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
            CustomResourceDefinition definition = (CustomResourceDefinition) crd;
            String kind = definition.getSpec().getNames().getKind();
            for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
                JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
                mark("", "", root);
                root.setDescription(Objects.requireNonNull(DESCRIPTIONS.get(kind)));
                root.setRequired(List.of("spec"));
                describe(root, "spec", "What shall be. An absent field means that Cooper leaves that setting alone.");
                describe(root, "status", "What is, as Cooper last saw it.");
                version.getAdditionalPrinterColumns()
                        .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
            }
            return crd;
        }

        private static void describe(JSONSchemaProps root, String property, String description) {
            Objects.requireNonNull(root.getProperties().get(property)).setDescription(description);
        }

        /** Server-side apply cannot write {} over a section that has fields, unless it owns sections as a whole. */
        private static boolean mayBeEmpty(String name, JSONSchemaProps schema) {
            return "object".equals(schema.getType())
                    && schema.getRequired().isEmpty()
                    && !Set.of("", "spec", "status").contains(name);
        }

        private static void mark(String section, String name, JSONSchemaProps schema) {
            if (DOCUMENTS.contains(section + "." + name)) {
                schema.setType("object");
                schema.setXKubernetesPreserveUnknownFields(true);
            }
            if (mayBeEmpty(name, schema)) {
                schema.setXKubernetesMapType("atomic");
            }
            if (FORMATS.containsKey(name)) {
                schema.setFormat(FORMATS.get(name));
            }
            if (name.equals("conditions[]")) {
                schema.getProperties()
                        .forEach((field, property) -> property.setDescription(CONDITION_FIELDS.get(field)));
            }
            if (schema.getItems() != null) {
                List<String> keys = LIST_KEYS.get(section + "." + name);
                if (keys != null) {
                    schema.setXKubernetesListType("map");
                    schema.setXKubernetesListMapKeys(keys);
                    JSONSchemaProps item = schema.getItems().getSchema();
                    item.setRequired(item.getRequired().isEmpty() ? keys : item.getRequired());
                } else {
                    schema.setXKubernetesListType("atomic");
                }
                mark(section, name + "[]", schema.getItems().getSchema());
            }
            if (schema.getProperties() != null) {
                schema.getProperties().forEach((property, inner) -> mark(name, property, inner));
            }
        }
    }
}
