package dev.cooper.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** GetBucketAcl and PutBucketAcl: roles in the words of S3, for user UUIDs and AllUsers. */
final class AclHandler {
    /** As RGW keeps them: not as they were written, but groups first, then users by their id. */
    private static final Comparator<Grant> ANSWER_ORDER = Comparator.comparing(grant -> switch (grant.grantee()) {
        case Grantee.User(String id) -> id;
        case Grantee.AllUsers(), Grantee.AuthenticatedUsers() -> "";
    });

    private final SimulatorSettings settings;
    private final Identity identity;

    AclHandler(SimulatorSettings settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
    }

    Response get(Bucket bucket) {
        List<Grant> grants = bucket.grants().stream().sorted(ANSWER_ORDER).toList();
        return Response.xml(200, XmlWriter.document("AccessControlPolicy", null, xml -> xml.element(
                        "Owner", owner -> user(owner, bucket.ownerId()))
                .element(
                        "AccessControlList",
                        list -> grants.forEach(grant -> list.element("Grant", one -> {
                            grantee(one, grant.grantee());
                            one.element("Permission", grant.permission());
                        })))));
    }

    /** Replaces the list. A body takes precedence over headers, says the page. */
    Response put(S3Call call, Bucket bucket) {
        List<Grant> grants = call.request().body().length > 0
                ? wellFormed(() -> fromBody(call.request().body(), bucket))
                : fromHeaders(call.headers(), bucket);
        boolean adminRemains = grants.stream()
                .anyMatch(grant ->
                        grant.permission() == Permission.FULL_CONTROL && grant.grantee() instanceof Grantee.User);
        if (!adminRemains) {
            throw ErrorCode.INVALID_ARGUMENT.because(
                    "At least one user must keep FULL_CONTROL (storage.admin) of the bucket.");
        }
        bucket.grants(grants);
        return Response.empty(200);
    }

    /** RGW has another code than elsewhere for a body that is none. */
    private static List<Grant> wellFormed(Supplier<List<Grant>> body) {
        try {
            return body.get();
        } catch (Refusal refusal) {
            throw refusal.error() == ErrorCode.MALFORMED_XML
                    ? ErrorCode.INVALID_ARGUMENT.because(String.valueOf(refusal.getMessage()))
                    : refusal;
        }
    }

    private List<Grant> fromBody(byte[] body, Bucket bucket) {
        XmlElement policy = XmlElement.parse(body, "AccessControlPolicy").allow("Owner", "AccessControlList");
        policy.child("Owner").ifPresent(owner -> {
            // as RGW: an ACL never changes the owner
            if (!owner.allow("ID", "DisplayName").textOf("ID").equals(bucket.ownerId())) {
                throw ErrorCode.ACCESS_DENIED.because("The Owner in the ACL is not the owner of the bucket.");
            }
        });
        Set<Grant> grants = new LinkedHashSet<>();
        for (XmlElement grant :
                policy.required("AccessControlList").allow("Grant").all("Grant")) {
            grant.allow("Grantee", "Permission");
            Permission permission = Permission.parse(grant.textOf("Permission"))
                    .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.because("Unknown Permission."));
            grants.add(new Grant(grantee(grant.required("Grantee")), permission));
        }
        return List.copyOf(grants);
    }

    private Grantee grantee(XmlElement grantee) {
        grantee.allow("ID", "URI", "DisplayName", "EmailAddress");
        String type = grantee.attributes().getOrDefault("type", "");
        return switch (type) {
            case "CanonicalUser" -> knownUser(grantee.textOf("ID"));
            case "Group" -> group(grantee.textOf("URI"));
            case "" -> throw ErrorCode.MALFORMED_ACL.because("A Grantee needs xsi:type.");
            default ->
                throw ErrorCode.INVALID_ARGUMENT.because(
                        "Only a user ID and the AllUsers URI may be grantees, not " + type + ".");
        };
    }

    private List<Grant> fromHeaders(Headers headers, Bucket bucket) {
        String canned = headers.get("x-amz-acl");
        List<Grant> grants = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            String value = headers.get(permission.header());
            if (value != null) {
                for (String entry : value.split(",", -1)) {
                    grants.add(new Grant(headerGrantee(entry.strip()), permission));
                }
            }
        }
        if (canned != null && !grants.isEmpty()) {
            throw ErrorCode.INVALID_REQUEST.because("Specifying both a canned ACL and grant headers is not allowed.");
        }
        if (canned != null) {
            return canned(canned, bucket.ownerId());
        }
        if (grants.isEmpty()) {
            throw ErrorCode.MALFORMED_ACL.because("The request has neither an ACL body nor ACL headers.");
        }
        return List.copyOf(new LinkedHashSet<>(grants));
    }

    private static List<Grant> canned(String canned, String ownerId) {
        Grant owner = new Grant(Grantee.user(ownerId), Permission.FULL_CONTROL);
        return switch (canned) {
            case "private" -> List.of(owner);
            case "public-read" -> List.of(owner, new Grant(Grantee.allUsers(), Permission.READ));
            // the page names only storage.objectCreator; S3 and RGW, which keep the list, grant both
            case "public-read-write" ->
                List.of(
                        owner,
                        new Grant(Grantee.allUsers(), Permission.READ),
                        new Grant(Grantee.allUsers(), Permission.WRITE));
            case "authenticated-read" -> List.of(owner, new Grant(new Grantee.AuthenticatedUsers(), Permission.READ));
            default -> throw ErrorCode.INVALID_ARGUMENT.because("Unknown canned ACL: " + canned + ".");
        };
    }

    private Grantee headerGrantee(String entry) {
        int equals = entry.indexOf('=');
        String kind = equals < 0 ? entry : entry.substring(0, equals).strip();
        String value =
                equals < 0 ? "" : ETags.unquote(entry.substring(equals + 1).strip());
        return switch (kind) {
            case "id" -> knownUser(value);
            case "uri" -> group(value);
            default -> throw ErrorCode.INVALID_ARGUMENT.because("A grantee is id={user uuid} or uri={AllUsers}.");
        };
    }

    /** A grantee must exist, as on RGW, which answers with a misleading 404 NoSuchKey. S3 has 400 for it. */
    private Grantee knownUser(String id) {
        if (identity.user(id).isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.because("The grantee is no user of the identity service: " + id + ".");
        }
        return Grantee.user(id);
    }

    private static Grantee group(String uri) {
        if (!uri.equals(Grantee.ALL_USERS_URI)) {
            throw ErrorCode.INVALID_ARGUMENT.because("Of the groups, only AllUsers is supported.");
        }
        return Grantee.allUsers();
    }

    private void grantee(XmlWriter xml, Grantee grantee) {
        switch (grantee) {
            case Grantee.User(String id) -> xml.typedElement("Grantee", "CanonicalUser", inner -> user(inner, id));
            case Grantee.AllUsers() -> group(xml, Grantee.ALL_USERS_URI, "AllUsers");
            case Grantee.AuthenticatedUsers() -> group(xml, Grantee.AUTHENTICATED_USERS_URI, "AuthenticatedUsers");
        }
    }

    private void group(XmlWriter xml, String uri, String name) {
        xml.typedElement("Grantee", "Group", inner -> {
            switch (settings.groupGrantee()) {
                case URI -> inner.element("URI", uri);
                case ID -> inner.element("ID", uri).element("DisplayName", name);
            }
        });
    }

    private void user(XmlWriter xml, String id) {
        xml.element("ID", id).element("DisplayName", identity.nameOf(id));
    }
}
