package dev.cooper.client.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.client.IdentityClients;
import dev.cooper.client.PolicyJson;
import dev.cooper.client.s3.S3Endpoint;
import dev.cooper.client.s3.S3Failures;
import dev.cooper.plan.KeyRight;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * Source iamUser: keys of a user that each AccessKey has of its own, with an inline policy for its buckets. The user's
 * name carries the AccessKey's uid, so that whatever belongs to the user is Cooper's.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/">IAM API Reference</a>
 */
public final class IamUserKeys implements KeyPort {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "cooper";

    private final IamClient iam;
    private final String region;

    /**
     * @param uri the IAM API, or null for AWS's own
     */
    public IamUserKeys(S3Endpoint store, @Nullable URI uri) {
        this.iam = IdentityClients.build(
                IamClient.builder(), store, uri, uri == null ? global(store.region()) : store.region());
        this.region = store.region();
    }

    /** AWS has one IAM for each partition. */
    private static String global(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn-global";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov-global" : "aws-global";
    }

    private static String user(String holder) {
        return "cooper-" + holder;
    }

    @Override
    public Traits describe() {
        return new Traits(true, true, Rights.GRANTED);
    }

    @Override
    public IssuedKey issue(KeyRequest request) {
        grant(request.holder(), request.rights());
        AccessKey key = call("CreateAccessKey", () -> iam.createAccessKey(r -> r.userName(user(request.holder())))
                .accessKey());
        return new IssuedKey(key.accessKeyId(), key.secretAccessKey(), null, null);
    }

    @Override
    public void grant(String holder, List<KeyRight> rights) {
        String document = PolicyJson.of(rights, region);
        if (!isInForce(holder, document)) {
            put(holder, document);
        }
    }

    private boolean isInForce(String holder, String document) {
        return call("GetUserPolicy", () -> {
            try {
                return same(
                        document,
                        iam.getUserPolicy(r -> r.userName(user(holder)).policyName(POLICY))
                                .policyDocument());
            } catch (NoSuchEntityException e) {
                return false;
            }
        });
    }

    private static boolean same(String document, String encoded) {
        try {
            return JSON.readTree(document).equals(JSON.readTree(URLDecoder.decode(encoded, StandardCharsets.UTF_8)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false; // somebody else's writing
        }
    }

    private void put(String holder, String document) {
        call("PutUserPolicy", () -> {
            try {
                return putPolicy(holder, document);
            } catch (NoSuchEntityException e) {
                createUser(holder);
                return putPolicy(holder, document);
            }
        });
    }

    private Object putPolicy(String holder, String document) {
        return iam.putUserPolicy(
                r -> r.userName(user(holder)).policyName(POLICY).policyDocument(document));
    }

    private void createUser(String holder) {
        call("CreateUser", () -> {
            try {
                return iam.createUser(r -> r.userName(user(holder)));
            } catch (EntityAlreadyExistsException e) {
                return e; // by its name it is ours
            }
        });
    }

    @Override
    public String principal(String holder) {
        return call(
                "GetUser",
                () -> iam.getUser(r -> r.userName(user(holder))).user().arn());
    }

    @Override
    public Set<String> list(String holder) {
        return call("ListAccessKeys", () -> {
            try {
                return iam.listAccessKeys(r -> r.userName(user(holder))).accessKeyMetadata().stream()
                        .map(AccessKeyMetadata::accessKeyId)
                        .collect(Collectors.toSet());
            } catch (NoSuchEntityException e) {
                return Set.of();
            }
        });
    }

    @Override
    public void revoke(String holder, String accessKeyId) {
        remove(
                "DeleteAccessKey",
                () -> iam.deleteAccessKey(r -> r.userName(user(holder)).accessKeyId(accessKeyId)));
    }

    @Override
    public void dismiss(String holder) {
        list(holder).forEach(id -> revoke(holder, id));
        remove(
                "DeleteUserPolicy",
                () -> iam.deleteUserPolicy(r -> r.userName(user(holder)).policyName(POLICY)));
        remove("DeleteUser", () -> iam.deleteUser(r -> r.userName(user(holder))));
    }

    private static void remove(String operation, Supplier<Object> request) {
        call(operation, () -> {
            try {
                return request.get();
            } catch (NoSuchEntityException e) {
                return e; // that is what was wanted
            }
        });
    }

    /** A user that was made a moment ago may not be known everywhere yet. */
    private static <T> T call(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (NoSuchEntityException e) {
            throw new StoreException(new Failure.Conflict(operation, e.statusCode(), "NoSuchEntity"), e);
        } catch (SdkException e) {
            throw S3Failures.of(operation, e);
        }
    }

    @Override
    public void close() {
        iam.close();
    }
}
