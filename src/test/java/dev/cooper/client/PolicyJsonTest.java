package dev.cooper.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.BucketAccess.Access;
import dev.cooper.plan.KeyRight;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyJsonTest {

    @Test
    void aPrefixIsAConditionOnListings() {
        String document = PolicyJson.of(List.of(new KeyRight("receipts", Access.Read, "reports/")), "us-east-1");

        assertThat(document).isEqualTo("""
                {"Version":"2012-10-17","Statement":[\
                {"Effect":"Allow","Action":["s3:GetBucketLocation"],"Resource":["arn:aws:s3:::receipts"]},\
                {"Effect":"Allow","Action":["s3:ListBucket","s3:ListBucketVersions"],"Resource":["arn:aws:s3:::receipts"],\
                "Condition":{"StringLike":{"s3:prefix":["reports/*"]}}},\
                {"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion","s3:GetObjectTagging"],\
                "Resource":["arn:aws:s3:::receipts/reports/*"]}]}""");
    }

    @Test
    void oneThatNoStoreWouldTakeIsRefusedWithItsRemedy() {
        List<KeyRight> many = IntStream.range(0, 32)
                .mapToObj(i -> new KeyRight("a-bucket-with-quite-a-long-name-" + i, Access.ReadWrite, null))
                .toList();

        assertThatThrownBy(() -> PolicyJson.of(many, "us-east-1"))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                        .isInstanceOfSatisfying(Failure.Refused.class, refused -> {
                            assertThat(refused.refusals().getFirst().path()).isEqualTo("spec.buckets");
                            assertThat(refused.refusals().getFirst().message()).contains("spread them over");
                        }));
    }
}
