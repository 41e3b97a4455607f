package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.BucketAccess.Access;
import dev.cooper.plan.KeyRight;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTemplateTest {
    private static final IssuedKey KEY = new IssuedKey("id", "s/e+c&r<et", null, null);
    private static final IssuedKey SESSION = new IssuedKey("id", "secret", "token", Instant.EPOCH);
    private static final SecretContents.Place PLACE = place(new KeyRight("receipts", Access.Read, "reports/"));

    private static SecretContents.Place place(KeyRight... rights) {
        return new SecretContents.Place("generic", "https://s3.example.com", "us-east-1", false, List.of(rights));
    }

    private static String render(String template, IssuedKey key) {
        return SecretTemplate.render("entry", template, key, PLACE);
    }

    @Test
    void valuesStandAsTheyAre() {
        assertThat(render("{{accessKeyId}}:{{secretAccessKey}}@{{scheme}}://{{host}}:{{port}}/{{bucket}}", KEY))
                .isEqualTo("id:s/e+c&r<et@https://s3.example.com:443/receipts");
    }

    @Test
    void aSectionStandsOnlyWithASessionToken() {
        String template = "id={{accessKeyId}}{{#sessionToken}} token={{sessionToken}}{{/sessionToken}}";
        assertThat(render(template, KEY)).isEqualTo("id=id");
        assertThat(render(template, SESSION)).isEqualTo("id=id token=token");
    }

    @Test
    void bucketsAreListed() {
        String template = "{{#buckets}}{{name}} {{access}} {{prefix}}\n{{/buckets}}";
        assertThat(SecretTemplate.render(
                        "entry",
                        template,
                        KEY,
                        place(new KeyRight("receipts", Access.Read, "a/"), new KeyRight("logs", Access.Write, null))))
                .isEqualTo("receipts Read a/\nlogs Write \n");
    }

    @Test
    void valuesAreEncodedForUrlsAndBase64() {
        assertThat(render("{{#urlEncode}}{{secretAccessKey}}{{/urlEncode}}", KEY))
                .isEqualTo("s%2Fe%2Bc%26r%3Cet");
        assertThat(render("{{#base64}}{{accessKeyId}}{{/base64}}", KEY)).isEqualTo("aWQ=");
    }

    /** Neither a value that there is not, nor Java, nor another template, nor a section that does not end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{accesKeyId}}",
                "{{#nothing}}x{{/nothing}}",
                "{{accessKeyId.class}}",
                "{{accessKeyId.getClass.name}}",
                "{{buckets.class}}",
                "{{>/etc/passwd}}",
                "{{#buckets}}{{name}}"
            })
    void anythingElseIsRefusedAndTellsNoSecret(String template) {
        assertThatThrownBy(() -> render(template, KEY))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                        .isInstanceOfSatisfying(Failure.Refused.class, refused -> {
                            assertThat(refused.refusals().getFirst().path()).isEqualTo("spec.secret.template[entry]");
                            assertThat(refused.refusals().getFirst().message())
                                    .isNotBlank()
                                    .doesNotContain(KEY.secretAccessKey());
                        }));
    }

    /** With several buckets there is no one bucket to name. */
    @Test
    void bucketIsRefusedWhereThereAreTwo() {
        SecretContents.Place two =
                place(new KeyRight("receipts", Access.Read, null), new KeyRight("logs", Access.Write, null));
        assertThatThrownBy(() -> SecretTemplate.render("entry", "{{bucket}}", KEY, two))
                .isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a b", "a/b", "..", "ü"})
    void aNameThatNoSecretTakesIsRefused(String name) {
        assertThatThrownBy(() -> SecretTemplate.render(name, "x", KEY, PLACE)).isInstanceOf(StoreException.class);
    }
}
