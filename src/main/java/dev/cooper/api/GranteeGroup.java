package dev.cooper.api;

/** The groups that S3 predefines for ACLs. */
public enum GranteeGroup {
    AllUsers("http://acs.amazonaws.com/groups/global/AllUsers"),
    AuthenticatedUsers("http://acs.amazonaws.com/groups/global/AuthenticatedUsers"),
    LogDelivery("http://acs.amazonaws.com/groups/s3/LogDelivery");

    private final String uri;

    GranteeGroup(String uri) {
        this.uri = uri;
    }

    public String uri() {
        return uri;
    }
}
