package dev.cooper.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.ApiGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.List;
import java.util.Random;

/** Asks the API server whether it takes a spec, which says at once all that is wrong with it, CEL rules included. */
final class ApiServerJudge {
    private static final int ROUNDS = 1_000;

    private final KubernetesClient client;
    private final Class<? extends HasMetadata> kind;
    private final String namespace;
    private int refused;

    ApiServerJudge(KubernetesClient client, Class<? extends HasMetadata> kind, String namespace) {
        this.client = client;
        this.kind = kind;
        this.namespace = namespace;
    }

    /** How many candidates the API server has refused so far. */
    int refused() {
        return refused;
    }

    /** A random spec that the API server takes: what it finds wrong is made anew until nothing is. */
    ObjectNode valid(RandomSpecs specs, Random random) {
        ObjectNode spec = specs.next();
        for (int round = 0; round < ROUNDS; round++) {
            List<String> wrong = wrongFields(spec);
            if (wrong.isEmpty()) {
                return spec;
            }
            refused++;
            String field = wrong.get(random.nextInt(wrong.size()));
            // a field may be wrong because of its neighbours
            String around = random.nextInt(4) == 0 ? field.substring(0, Math.max(0, field.lastIndexOf('.'))) : field;
            if (around.isEmpty()) {
                spec = specs.next();
            } else {
                specs.redo(spec, around);
            }
        }
        throw new IllegalStateException(
                "no valid spec within " + ROUNDS + " rounds; the last one: " + spec + ": " + wrongFields(spec));
    }

    /** Fields below the spec, or an empty name for the spec itself; nothing where the spec is valid. */
    private List<String> wrongFields(JsonNode spec) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(ApiGroup.GROUP + "/" + ApiGroup.VERSION);
        resource.setKind(HasMetadata.getKind(kind));
        resource.setMetadata(new ObjectMetaBuilder().withName("candidate").build());
        if (Namespaced.class.isAssignableFrom(kind)) {
            resource.getMetadata().setNamespace(namespace);
        }
        resource.setAdditionalProperty("spec", spec);
        try {
            client.resource(resource)
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .create();
            return List.of();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 422) {
                throw e;
            }
            List<String> fields = e.getStatus().getDetails().getCauses().stream()
                    .map(StatusCause::getField)
                    .filter(field -> field != null && field.startsWith("spec."))
                    .map(field -> field.substring("spec.".length()))
                    .toList();
            return fields.isEmpty() ? List.of("") : fields;
        }
    }
}
