package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.cooper.api.Addressing;
import dev.cooper.api.KeySource;
import dev.cooper.api.Provider;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
    private static final Set<String> LIFECYCLE = Set.of(
            "filter.prefix",
            "filter.tags",
            "filter.objectSizeGreaterThan",
            "filter.objectSizeLessThan",
            "expiration.days",
            "expiration.date",
            "expiration.expiredObjectDeleteMarker",
            "transitions",
            "noncurrentVersionExpiration",
            "noncurrentVersionExpiration.newerNoncurrentVersions",
            "noncurrentVersionTransitions",
            "abortIncompleteMultipartUpload");

    private static String text(Provider provider) throws IOException {
        try (InputStream yaml = ProfilesTest.class.getResourceAsStream("/profiles/" + provider.id() + ".yaml")) {
            return new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Profile read(String yaml) throws IOException {
        return Profiles.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void eachProviderHasOne(Provider provider) throws IOException {
        Profile profile = Profiles.of(provider);
        assertThat(profile.provider()).isEqualTo(provider.id());
        assertThat(text(provider)).startsWith("# ");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void itSpeaksOfAllFeaturesAndOfNoOthers(Provider provider) {
        assertThat(Profiles.of(provider).features())
                .containsOnlyKeys(
                        Planner.FEATURES.stream().map(BucketFeature::key).toArray(String[]::new));
        assertThat(LIFECYCLE).containsAll(Profiles.of(provider).lifecycle().elements());
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void itsLimitsMakeSense(Provider provider) {
        Profile profile = Profiles.of(provider);
        assertThat(profile.bucketNames().minLength()).isGreaterThanOrEqualTo(3);
        assertThat(profile.bucketNames().maxLength()).isLessThanOrEqualTo(63);
        assertThat(Pattern.compile(profile.acl().idPattern()).pattern()).isNotBlank();
        assertThat(profile.acl().idDescription()).isNotBlank();
        if (profile.supports(Planner.FEATURES.getFirst())) {
            assertThat(profile.encryption().algorithms()).isNotEmpty();
        }
        assertThat(profile.publicUrl().replaceAll("[{](endpoint|region|account|bucket|tenant:)[}]", ""))
                .doesNotContain("{", "}");
        assertThat(profile.publicUrl()).contains("{bucket}");
        if (profile.keys().sources().contains(KeySource.stsWebIdentity)) {
            assertThat(profile.sts()).isNotNull();
        }
    }

    /** What KakaoCloud's pages say, and what no other profile shares with it. */
    @Test
    void kakaocloudIsAsItsPagesSay() {
        Profile profile = Profiles.of(Provider.KAKAOCLOUD);
        assertThat(profile.endpoint()).isEqualTo("https://objectstorage.kr-central-2.kakaocloud.com");
        assertThat(profile.region()).isEqualTo("kr-central-2");
        assertThat(profile.addressing()).isEqualTo(Addressing.Path);
        assertThat(profile.wire()).isEqualTo(new Profile.Wire(true, true, false));
        assertThat(profile.keystone()).isEqualTo(new Profile.Keystone("https://iam.kakaocloud.com/identity/v3"));
        assertThat(profile.sts()).isEqualTo(new Profile.Sts(Profile.Sts.Flavour.KAKAOCLOUD_JSON, "iam.kakaocloud.com"));
        assertThat(profile.keys().sources()).containsExactly(KeySource.keystoneEc2, KeySource.stsWebIdentity);
        assertThat(profile.publicUrl()).isEqualTo("{endpoint}/{account}:{bucket}");
        assertThat(profile.lifecycle().elements())
                .containsExactlyInAnyOrder("expiration.days", "filter.prefix", "filter.tags");
    }

    @ParameterizedTest
    @CsvSource({"KAKAOCLOUD,true", "AWS,false", "CEPH_RGW,true", "MINIO,true", "GENERIC,true"})
    void onlyAwsTakesNewChecksums(Provider provider, boolean contentMd5) {
        assertThat(Profiles.of(provider).wire().contentMd5()).isEqualTo(contentMd5);
        assertThat(Profiles.of(provider).wire().locationConstraint()).isEqualTo(!contentMd5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"versioning: true", "wire2: {}"})
    void anUnknownKeyFails(String line) throws IOException {
        String yaml = text(Provider.GENERIC) + line + "\n";
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining(line.substring(0, line.indexOf(':')));
    }

    @Test
    void anUnknownKeyWithinFails() throws IOException {
        String yaml = text(Provider.GENERIC).replace("  contentMd5:", "  contentMD5: true\n  contentMd5:");
        assertThatThrownBy(() -> read(yaml)).hasMessageContaining("contentMD5");
    }

    @Test
    void aMissingKeyFails() throws IOException {
        String yaml = text(Provider.GENERIC).replaceAll("(?m)^region:.*$", "");
        assertThatThrownBy(() -> read(yaml)).hasMessageContaining("region");
    }

    @Test
    void anUnknownValueFails() throws IOException {
        String yaml = text(Provider.GENERIC).replace("addressing: Path", "addressing: path");
        assertThatThrownBy(() -> read(yaml)).hasMessageContaining("path");
    }
}
