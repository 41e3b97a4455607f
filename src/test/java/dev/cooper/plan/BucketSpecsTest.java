package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.connection.Profiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The random specs are ones that a user could have written, and they are not all alike. */
class BucketSpecsTest {

    @Provide
    static Arbitrary<BucketSpec> specs() {
        return BucketSpecs.of(Offer.of(Profiles.of(Provider.GENERIC))
                .withUsers("ann", "bob")
                .withKmsKeys("shop")
                .withLogTargets("shop-logs")
                .withAllFeatures());
    }

    @Property(tries = 150)
    void theApiServerTakesThem(@ForAll("specs") BucketSpec spec) {
        KubernetesClient client = LocalCluster.get().client();
        Bucket bucket = new Bucket();
        bucket.getMetadata().setName("shop-receipts");
        bucket.getMetadata().setNamespace("default");
        bucket.setSpec(spec);
        assertThatCode(() -> client.resource(bucket)
                        .dryRun()
                        .fieldValidation(Validation.STRICT)
                        .create())
                .doesNotThrowAnyException();
    }

    @Property
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void theyHaveAllSectionsOftenEnough(@ForAll("specs") BucketSpec spec) {
        for (BucketFeature<?> feature : Planner.FEATURES) {
            Statistics.label(feature.key()).collect(feature.isDeclared(spec)).coverage(coverage -> coverage.check(true)
                    .percentage(share -> share > 40));
        }
        Statistics.label("rules")
                .collect(spec.lifecycle() != null && spec.lifecycle().rules().size() > 1)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
        Statistics.label("grants")
                .collect(spec.acl() != null
                        && spec.acl().grants() != null
                        && spec.acl().grants().size() > 1)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    }
}
