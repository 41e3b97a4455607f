package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFeatureTest {
    private static final String REST = "Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*'";
    private static final BucketSpec NONE = Yaml.spec("policy: {}");

    private static BucketSpec spec(String statement) {
        return Yaml.spec("policy: {Version: '2012-10-17', Statement: [{" + statement + "}]}");
    }

    private static JsonNode document(BucketSpec spec) {
        return Objects.requireNonNull(spec.policy());
    }

    @Test
    void aNewBucketHasNone() {
        assertThat(PolicyFeature.INSTANCE.initial(NONE)).contains(PolicyState.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Principal: '*'                      | Principal: {AWS: '*'}",
                "Principal: {AWS: ['*']}             | Principal: {AWS: '*'}",
                "Principal: {AWS: '123'}             | Principal: {AWS: ['arn:aws:iam::123:root']}",
                "Principal: {AWS: ['1', '2']}        | Principal: {AWS: ['arn:aws:iam::2:root', '1', '1']}",
                "Action: ['s3:Get*', 's3:Put*']      | Action: ['s3:put*', 's3:get*']",
                "Action: ['s3:Get*']                 | Action: 's3:Get*'",
                "Resource: [a, b]                    | Resource: [b, a]",
                "Sid: '', Effect: Allow              | Effect: Allow",
                "Effect: Allow, Condition: {}        | Effect: Allow",
                "Condition: {Bool: {'aws:X': true}}  | Condition: {Bool: {'AWS:x': ['true']}}",
                "Condition: {NumericLess: {k: [1]}}  | Condition: {NumericLess: {k: '1'}}",
            })
    void otherWordsMeanTheSame(String one, String other) {
        assertSame(spec(one), spec(other));
        assertSame(spec(other), spec(one));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Principal: '*'                     | NotPrincipal: '*'",
                "Principal: {AWS: '123'}            | Principal: {Service: '123'}",
                "Principal: {AWS: '123'}            | Principal: {AWS: 'arn:aws:iam::123:user/root'}",
                "Effect: Allow                      | Effect: Deny",
                "Action: 's3:Get*'                  | NotAction: 's3:Get*'",
                "Resource: a                        | Resource: A",
                "Sid: a                             | Sid: b",
                "Condition: {Bool: {k: 'true'}}     | Condition: {Bool: {k: 'false'}}",
                "Condition: {Bool: {k: 'true'}}     | Condition: {BoolIfExists: {k: 'true'}}",
                "Effect: Allow                      | 'Effect: Allow, Condition: {Bool: {k: ''true''}}'",
            })
    void otherMeaningsDiffer(String one, String other) {
        assertDiffers(spec(one), spec(other));
        assertDiffers(spec(other), spec(one));
    }

    @Test
    void theOrderOfStatementsAndASingleOneDoNotMatter() {
        assertSame(
                Yaml.spec("policy: {Statement: [{Effect: Allow}, {Effect: Deny}]}"),
                Yaml.spec("policy: {Statement: [{Effect: Deny}, {Effect: Allow}]}"));
        assertSame(
                Yaml.spec("policy: {Statement: [{Effect: Allow}]}"), Yaml.spec("policy: {Statement: {Effect: Allow}}"));
    }

    @Test
    void aDocumentWithoutVersionIsOfTheOldest() {
        BucketSpec without = Yaml.spec("policy: {Statement: [{Effect: Allow}]}");
        assertSame(without, Yaml.spec("policy: {Version: '2008-10-17', Statement: [{Effect: Allow}]}"));
        assertDiffers(without, Yaml.spec("policy: {Version: '2012-10-17', Statement: [{Effect: Allow}]}"));
    }

    @Test
    void anEmptyDocumentRemoves() {
        assertThat(PolicyFeature.INSTANCE.diff(NONE, PolicyState.NONE)).isEmpty();
        assertThat(PolicyFeature.INSTANCE.diff(NONE, new PolicyState(document(spec("Effect: Allow")))))
                .containsExactly(new Change.RemovePolicy());
        assertThat(PolicyFeature.INSTANCE.refusals(NONE, Profiles.of(Provider.GENERIC)))
                .isEmpty();
    }

    @Test
    void whatIsNoPolicyIsReplaced() {
        BucketSpec spec = spec("Effect: Allow");
        assertThat(PolicyFeature.INSTANCE.diff(spec, new PolicyState(TextNode.valueOf("no JSON"))))
                .containsExactly(new Change.SetPolicy(document(spec)));
        assertThat(PolicyFeature.INSTANCE.diff(spec, PolicyState.NONE))
                .containsExactly(new Change.SetPolicy(document(spec)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{Version: '2012-10-17'}                                  | spec.policy.Statement",
                "{Version: 2012, Statement: [{@}]}                        | spec.policy.Version",
                "{Statements: [{@}], Statement: [{@}]}                    | spec.policy.Statements",
                "{Statement: [{@}, text]}                                 | spec.policy.Statement[1]",
                "{Statement: {@, effect: Allow}}                          | spec.policy.Statement.effect",
                "{Statement: [{Effect: allow, Principal: '*', Action: a, Resource: r}]} | spec.policy.Statement[0].Effect",
                "{Statement: [{Effect: Allow, Action: a, Resource: r}]}   | spec.policy.Statement[0].Principal",
                "{Statement: [{@, NotPrincipal: '*'}]}                    | spec.policy.Statement[0].Principal",
                "{Statement: [{Effect: Allow, Principal: {AWS: 123}, Action: a, Resource: r}]} | spec.policy.Statement[0].Principal",
                "{Statement: [{Effect: Allow, Principal: '*', Action: [], Resource: r}]} | spec.policy.Statement[0].Action",
                "{Statement: [{@, Condition: {Bool: 'true'}}]}            | spec.policy.Statement[0].Condition",
            })
    void whatIsNoPolicyIsRefusedByItsPath(String policy, String path) {
        String statement = "Effect: Allow, Principal: {AWS: '1'}, Action: a, Resource: r";
        assertThat(PolicyFeature.INSTANCE.refusals(
                        Yaml.spec("policy: " + policy.replace("@", statement)), Profiles.of(Provider.GENERIC)))
                .allMatch(refusal -> refusal.kind() == Refusal.Kind.INVALID)
                .extracting(Refusal::path)
                .containsExactly(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Effect: Allow, Principal: '*'",
                "Effect: Allow, Principal: {AWS: '*'}",
                "Effect: Allow, Principal: {CanonicalUser: [a, '*']}",
                "Effect: Allow, Principal: {AWS: 'arn:aws:iam::*:root'}",
                "Effect: Allow, NotPrincipal: {AWS: '1'}",
                "Effect: Allow, Principal: '*', Condition: {IpAddress: {'aws:SourceIp': 192.0.2.0/24}}",
                "Principal: '*'",
            })
    void whatLetsInPeopleWhomNobodyNamedIsPublic(String statement) {
        assertThat(PolicyFeature.publicField(spec(statement))).startsWith("spec.policy.Statement[0].");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Effect: Deny, Principal: '*'", "Effect: Allow, Principal: {AWS: ['1', 'arn:aws:iam::2:root']}"})
    void denialsAndNamesAreNotPublic(String statement) {
        assertThat(PolicyFeature.publicField(spec(statement))).isNull();
    }

    @Test
    void aBlockThatWouldRefuseThePolicyIsSaidBefore() {
        String policy = "policy: {Statement: [{Effect: Allow, Principal: '*', " + REST + "%s}]}";
        String block = ", publicAccessBlock: {blockPublicPolicy: true}}";
        assertThat(PolicyFeature.INSTANCE.refusals(
                        Yaml.spec("{" + policy.formatted("") + block), Profiles.of(Provider.AWS)))
                .extracting(Refusal::path)
                .containsExactly("spec.policy.Statement[0].Principal");
        String condition = ", Condition: {IpAddress: {'aws:SourceIp': 192.0.2.0/24}}";
        assertThat(PolicyFeature.INSTANCE.refusals(
                        Yaml.spec("{" + policy.formatted(condition) + block), Profiles.of(Provider.AWS)))
                .as("a condition may make it not public")
                .isEmpty();
    }

    private static void assertSame(BucketSpec spec, BucketSpec observed) {
        assertThat(PolicyFeature.INSTANCE.diff(spec, new PolicyState(document(observed))))
                .isEmpty();
    }

    private static void assertDiffers(BucketSpec spec, BucketSpec observed) {
        assertThat(PolicyFeature.INSTANCE.diff(spec, new PolicyState(document(observed))))
                .containsExactly(new Change.SetPolicy(document(spec)));
    }
}
