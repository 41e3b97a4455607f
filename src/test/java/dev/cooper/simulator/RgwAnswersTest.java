package dev.cooper.simulator;

import static dev.cooper.simulator.Answers.assertOk;
import static dev.cooper.simulator.Answers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the simulator answers as RGW does and S3 does not; SimulatorDifferencesTest asks both. */
class RgwAnswersTest {
    private final KakaoCloudSimulator simulator = KakaoCloudSimulator.start();
    private final SignedClient client = SignedClient.of(simulator);

    @BeforeEach
    void createBucket() throws Exception {
        ok(client.call("PUT", "/photos"));
        ok(client.call("PUT", "/photos/a").body("1"));
        ok(client.call("PUT", "/photos/b").body("2"));
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private String ok(SignedClient.Call call) throws IOException, InterruptedException {
        HttpResponse<String> response = call.send();
        assertOk(response);
        return response.body();
    }

    private String get(String uri) throws IOException, InterruptedException {
        return ok(client.call("GET", uri));
    }

    private String begin() throws IOException, InterruptedException {
        String begun = ok(client.call("POST", "/photos/large?uploads"));
        return Pattern.compile("<UploadId>(.*)</UploadId>")
                .matcher(begun)
                .results()
                .findFirst()
                .map((MatchResult match) -> match.group(1))
                .orElseThrow();
    }

    @Test
    void aPartThatWasUploadedCannotBeLeftOut() throws Exception {
        String part = "/photos/large?uploadId=" + begin() + "&partNumber=";
        ok(client.call("PUT", part + 1).body("1"));
        ok(client.call("PUT", part + 2).body("2"));

        assertRefused(
                client.call("POST", part.replace("&partNumber=", ""))
                        .body("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part>"
                                + "</CompleteMultipartUpload>")
                        .send(),
                400,
                "InvalidPart");
    }

    @Test
    void aCopiedPartIsToldWithoutQuotes() throws Exception {
        String copied = ok(client.call("PUT", "/photos/large?partNumber=1&uploadId=" + begin())
                .header("x-amz-copy-source", "/photos/a"));
        assertThat(copied).contains("<ETag>c4ca4238a0b923820dcc509a6f75849b</ETag>");
    }

    @Test
    void partsOfNoUploadAreLikeNoObject() throws Exception {
        assertRefused(client.call("GET", "/photos/large?uploadId=2~nothing").send(), 404, "NoSuchKey");
    }

    @Test
    void whoInitiatedAnUploadIsNotToldWithItsParts() throws Exception {
        assertThat(get("/photos/large?uploadId=" + begin())).contains("<Owner>").doesNotContain("Initiator");
    }

    @Test
    void uploadsAreListedWithoutTheMarkersThatWereNotGiven() throws Exception {
        begin();
        assertThat(get("/photos?uploads"))
                .contains("<NextKeyMarker>large</NextKeyMarker>")
                .doesNotContain("<KeyMarker", "<UploadIdMarker", "<Prefix");
        assertThat(get("/photos?uploads&prefix=l&key-marker=a"))
                .contains("<Prefix>l</Prefix>", "<KeyMarker>a</KeyMarker>");
    }

    @Test
    void aListingThatGoesOnTellsWhereEvenWithoutADelimiter() throws Exception {
        assertThat(get("/photos?max-keys=1")).contains("<NextMarker>a</NextMarker>");
    }

    @Test
    void fewerThanNoKeysAreNone() throws Exception {
        assertThat(get("/photos?max-keys=-1")).contains("<MaxKeys>0</MaxKeys>").doesNotContain("<Contents>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<AccessControlPolicy><",
                "<AccessControlPolicy><AccessControlList><Grant><Permission>LOOK</Permission></Grant></AccessControlList></AccessControlPolicy>"
            })
    void anAclThatCannotBeReadIsAnInvalidArgument(String acl) throws Exception {
        assertRefused(client.configuration("/photos?acl", acl).send(), 400, "InvalidArgument");
    }

    @Test
    void keysToDeleteThatCannotBeReadAreRefusedWithoutABody() throws Exception {
        HttpResponse<String> refused = client.call("POST", "/photos?delete")
                .header("Content-Type", "text/html")
                .body("<Delete><Object>")
                .md5()
                .send();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEmpty();
    }
}
