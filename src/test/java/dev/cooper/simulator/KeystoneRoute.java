package dev.cooper.simulator;

import java.util.List;

/**
 * What a request to the identity service is about.
 *
 * @param userId of OS-EC2 calls, else empty
 * @param id the access id of a key, or the id of a credential; else empty
 */
record KeystoneRoute(Call call, String userId, String id) {
    private static final String ROOT = "/identity/v3";

    enum Call {
        VERSION("KeystoneVersion"),
        CREATE_TOKEN("KeystoneCreateToken"),
        VALIDATE_TOKEN("KeystoneValidateToken"),
        REVOKE_TOKEN("KeystoneRevokeToken"),
        CREATE_EC2("KeystoneCreateEc2Credential"),
        LIST_EC2("KeystoneListEc2Credentials"),
        GET_EC2("KeystoneGetEc2Credential"),
        DELETE_EC2("KeystoneDeleteEc2Credential"),
        CREATE_CREDENTIAL("KeystoneCreateCredential"),
        LIST_CREDENTIALS("KeystoneListCredentials"),
        GET_CREDENTIAL("KeystoneGetCredential"),
        DELETE_CREDENTIAL("KeystoneDeleteCredential"),
        WRONG_METHOD("KeystoneUnknown"),
        UNKNOWN("KeystoneUnknown");

        private final String recordedName;

        Call(String recordedName) {
            this.recordedName = recordedName;
        }

        String recordedName() {
            return recordedName;
        }

        boolean known() {
            return this != UNKNOWN && this != WRONG_METHOD;
        }
    }

    static KeystoneRoute of(Request request, boolean credentialsApi) {
        if (!request.rawPath().equals(ROOT) && !request.rawPath().startsWith(ROOT + "/")) {
            return unknown();
        }
        String path = request.rawPath().substring(ROOT.length());
        List<String> segments = List.of(path.replaceAll("^/|/$", "").split("/", -1));
        int count = segments.size();
        if (path.isEmpty() || path.equals("/")) {
            return new KeystoneRoute(request.method().equals("GET") ? Call.VERSION : Call.WRONG_METHOD, "", "");
        }
        if (path.equals("/auth/tokens")) {
            return new KeystoneRoute(token(request.method()), "", "");
        }
        boolean ec2 = count >= 4
                && count <= 5
                && segments.get(0).equals("users")
                && segments.get(2).equals("credentials")
                && segments.get(3).equals("OS-EC2");
        if (ec2) {
            String id = count == 5 ? segments.get(4) : "";
            return new KeystoneRoute(ec2(request.method(), !id.isEmpty()), segments.get(1), id);
        }
        if (credentialsApi && segments.get(0).equals("credentials") && count <= 2) {
            String id = count == 2 ? segments.get(1) : "";
            return new KeystoneRoute(credential(request.method(), !id.isEmpty()), "", id);
        }
        return unknown();
    }

    private static KeystoneRoute unknown() {
        return new KeystoneRoute(Call.UNKNOWN, "", "");
    }

    private static Call token(String method) {
        return switch (method) {
            case "POST" -> Call.CREATE_TOKEN;
            case "GET", "HEAD" -> Call.VALIDATE_TOKEN;
            case "DELETE" -> Call.REVOKE_TOKEN;
            default -> Call.WRONG_METHOD;
        };
    }

    private static Call ec2(String method, boolean one) {
        return switch (method) {
            case "POST" -> one ? Call.WRONG_METHOD : Call.CREATE_EC2;
            case "GET" -> one ? Call.GET_EC2 : Call.LIST_EC2;
            case "DELETE" -> one ? Call.DELETE_EC2 : Call.WRONG_METHOD;
            default -> Call.WRONG_METHOD;
        };
    }

    private static Call credential(String method, boolean one) {
        return switch (method) {
            case "POST" -> one ? Call.WRONG_METHOD : Call.CREATE_CREDENTIAL;
            case "GET" -> one ? Call.GET_CREDENTIAL : Call.LIST_CREDENTIALS;
            case "DELETE" -> one ? Call.DELETE_CREDENTIAL : Call.WRONG_METHOD;
            default -> Call.WRONG_METHOD;
        };
    }
}
