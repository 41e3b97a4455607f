package dev.cooper.api;

/**
 * Forms that a text must have. Each stands in the schema as a pattern, for editors and other tools, and beside it in a
 * rule, whose message says in words what the pattern says in signs. No backslashes, so that one text serves both.
 */
final class Formats {
    static final String URL = "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$";
    static final String URL_MESSAGE =
            "must be a URL with http:// or https://, a host, perhaps a port, and no path or bucket:"
                    + " https://s3.example.com:9000";

    static final String IDENTITY_URL = "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?/v3/?$";

    static final String REGION = "^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$";
    static final String AWS_REGION = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

    static final String DURATION = "^([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$";
    static final String DURATION_MEANING =
            "must be a duration in hours, minutes and seconds, without spaces: 10m or 1h30m";
    static final String DURATION_MESSAGE = "spec.driftInterval " + DURATION_MEANING;

    static final String BUCKET_NAME = "^[a-z0-9][a-z0-9.-]*[a-z0-9]$";
    static final String IP_ADDRESS = "^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$";
    static final String OBJECT_PREFIX = "^[^*?$]+$";
    static final String ROLE_ARN = "^arn:[a-z0-9-]+:iam::[^ :]*:role/[^ ]+$";
    static final String ROLE_ARN_MEANING = "must be the ARN of a role: arn:aws:iam::123456789012:role/receipts";

    static final String CIDR = "^([0-9]{1,3}[.]){3}[0-9]{1,3}/[0-9]{1,2}$|^[0-9a-fA-F:]+/[0-9]{1,3}$";
    static final String IAM_ARN = "^arn:[a-z-]+:iam::[^:*?$]*:(role|user)/[^*?$]+$";
    static final String SECRET_NAME = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$";
    static final String NAMESPACE = "^([a-z0-9-]{1,63}|[a-z0-9-]{0,62}[*])$";

    private Formats() {}
}
