package dev.cooper.simulator;

/** GetBucketEncryption and PutBucketEncryption: AES256, while the bucket is empty, and no way back. */
final class EncryptionHandler {
    private static final String AES256 = "AES256";

    Response get(Bucket bucket) {
        String algorithm = bucket.encryption()
                .orElseThrow(() -> ErrorCode.NO_SUCH_ENCRYPTION.because(
                        "The server side encryption configuration was not found."));
        return Response.xml(
                200,
                XmlWriter.s3Document(
                        "ServerSideEncryptionConfiguration",
                        xml -> xml.element(
                                "Rule",
                                rule -> rule.element(
                                        "ApplyServerSideEncryptionByDefault",
                                        apply -> apply.element("SSEAlgorithm", algorithm)))));
    }

    Response put(S3Call call, Bucket bucket) {
        XmlElement rule = XmlElement.parse(call.request().body(), "ServerSideEncryptionConfiguration")
                .allow("Rule")
                .required("Rule")
                .allow("ApplyServerSideEncryptionByDefault", "BucketKeyEnabled");
        XmlElement apply = rule.required("ApplyServerSideEncryptionByDefault").allow("SSEAlgorithm", "KMSMasterKeyID");
        if (rule.has("BucketKeyEnabled") || apply.has("KMSMasterKeyID")) {
            throw ErrorCode.NOT_IMPLEMENTED.because("Only SSEAlgorithm is supported.");
        }
        if (!apply.textOf("SSEAlgorithm").equals(AES256)) {
            throw ErrorCode.INVALID_ENCRYPTION_ALGORITHM.because("SSEAlgorithm must be AES256.");
        }
        if (!bucket.objects().isEmpty()) {
            // the page gives no error for this; 409 says that the request is right and the bucket's state is not
            throw ErrorCode.INVALID_BUCKET_STATE.because("Encryption can only be set while the bucket is empty.");
        }
        bucket.encryption(AES256);
        return Response.empty(200);
    }
}
