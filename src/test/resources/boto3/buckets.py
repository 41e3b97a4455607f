"""Buckets and their configuration."""

from client import (
    ALL_USERS,
    ENDPOINT,
    OTHER_USER,
    REGION,
    USER,
    http,
    new_bucket,
    other,
    plain_client,
    public_url,
    refused,
    s3,
)


def check_buckets():
    name = new_bucket()
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert s3.list_buckets()["Owner"]["ID"] == USER
    s3.create_bucket(Bucket=name)
    headers = s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPHeaders"]
    assert (headers["x-rgw-object-count"], headers["x-rgw-bytes-used"]) == ("0", "0"), headers
    for header in ("x-amz-request-id", "x-rgw-quota-max-buckets", "x-frame-options", "strict-transport-security"):
        assert header in headers, header
    s3.put_object(Bucket=name, Key="a", Body=b"12345")
    headers = s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPHeaders"]
    assert (headers["x-rgw-object-count"], headers["x-rgw-bytes-used"]) == ("1", "5"), headers
    refused(409, "BucketNotEmpty", s3.delete_bucket, Bucket=name)
    s3.delete_object(Bucket=name, Key="a")
    s3.delete_bucket(Bucket=name)
    refused(404, None, s3.head_bucket, Bucket=name)
    refused(404, "NoSuchBucket", s3.delete_bucket, Bucket=name)


def check_bucket_names():
    for name in ("abc", "info", "status", "192.168.0.1", "a..bcd", "-abcd"):
        refused(400, "InvalidBucketName", s3.create_bucket, Bucket=name)


def check_create_bucket_takes_nothing():
    location = {"LocationConstraint": REGION}
    refused(400, "InvalidLocationConstraint", s3.create_bucket, Bucket="with-location", CreateBucketConfiguration=location)
    refused(400, "InvalidRequest", s3.create_bucket, Bucket="with-acl", ACL="private")
    refused(501, "NotImplemented", s3.create_bucket, Bucket="with-lock", ObjectLockEnabledForBucket=True)


def check_location():
    assert s3.get_bucket_location(Bucket=new_bucket())["LocationConstraint"] == REGION


def check_canned_acls():
    name = new_bucket()
    owner = {"ID": USER, "Type": "CanonicalUser"}
    expected = {
        "private": [],
        "public-read": [("AllUsers", "READ")],
        "public-read-write": [("AllUsers", "READ"), ("AllUsers", "WRITE")],
        "authenticated-read": [("AuthenticatedUsers", "READ")],
    }
    for canned, groups in expected.items():
        s3.put_bucket_acl(Bucket=name, ACL=canned)
        acl = s3.get_bucket_acl(Bucket=name)
        assert acl["Owner"]["ID"] == USER
        *rest, last = acl["Grants"]  # groups come first
        assert {k: v for k, v in last["Grantee"].items() if k != "DisplayName"} == owner, last
        assert last["Permission"] == "FULL_CONTROL"
        assert [(g["Grantee"]["URI"].rsplit("/", 1)[1], g["Permission"]) for g in rest] == groups, rest
    refused(400, "InvalidArgument", s3.put_bucket_acl, Bucket=name, ACL="log-delivery-write")


def check_grants_in_headers():
    name = new_bucket()
    s3.put_bucket_acl(
        Bucket=name,
        GrantFullControl=f'id="{USER}"',
        GrantRead=f'id="{OTHER_USER}", uri="{ALL_USERS}"',
        GrantWriteACP=f"id={OTHER_USER}",
    )
    grants = [
        (g["Grantee"].get("ID") or g["Grantee"]["URI"], g["Permission"])
        for g in s3.get_bucket_acl(Bucket=name)["Grants"]
    ]
    assert sorted(grants) == sorted(
        [(USER, "FULL_CONTROL"), (OTHER_USER, "WRITE_ACP"), (OTHER_USER, "READ"), (ALL_USERS, "READ")]
    ), grants
    refused(400, "InvalidArgument", s3.put_bucket_acl, Bucket=name, GrantRead=f"id={OTHER_USER}")
    refused(400, "InvalidArgument", s3.put_bucket_acl, Bucket=name, GrantFullControl="id=nobody")
    authenticated = 'uri="http://acs.amazonaws.com/groups/global/AuthenticatedUsers"'
    refused(400, "InvalidArgument", s3.put_bucket_acl, Bucket=name, GrantRead=authenticated)
    refused(400, "InvalidArgument", s3.put_bucket_acl, Bucket=name, GrantRead="emailAddress=a@example.com")


def grant(user, permission):
    return {"Grantee": {"Type": "CanonicalUser", "ID": user}, "Permission": permission}


def check_grants_in_the_body():
    name = new_bucket()
    group = {"Grantee": {"Type": "Group", "URI": ALL_USERS}, "Permission": "READ"}
    policy = {"Grants": [grant(USER, "FULL_CONTROL"), grant(OTHER_USER, "READ_ACP"), group], "Owner": {"ID": USER}}
    s3.put_bucket_acl(Bucket=name, AccessControlPolicy=policy)
    got = sorted(g["Permission"] for g in s3.get_bucket_acl(Bucket=name)["Grants"])
    assert got == ["FULL_CONTROL", "READ", "READ_ACP"], got
    s3.put_bucket_acl(Bucket=name, AccessControlPolicy={"Grants": [grant(USER, "FULL_CONTROL")]}, ACL="public-read")
    assert len(s3.get_bucket_acl(Bucket=name)["Grants"]) == 1, "the body takes precedence over headers"
    foreign = {"Grants": [grant(USER, "FULL_CONTROL")], "Owner": {"ID": OTHER_USER}}
    refused(403, "AccessDenied", s3.put_bucket_acl, Bucket=name, AccessControlPolicy=foreign)
    nobody = {"Grants": [grant(OTHER_USER, "READ")]}
    refused(400, "InvalidArgument", s3.put_bucket_acl, Bucket=name, AccessControlPolicy=nobody)


def check_acls_are_enforced():
    name = new_bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    calls = {
        "FULL_CONTROL": lambda: other.get_bucket_encryption(Bucket=name),
        "READ": lambda: other.get_object(Bucket=name, Key="k"),
        "WRITE": lambda: other.put_object(Bucket=name, Key="by-other", Body=b"x"),
        "READ_ACP": lambda: other.get_bucket_acl(Bucket=name),
        "WRITE_ACP": lambda: other.put_bucket_acl(Bucket=name, GrantFullControl=f"id={USER}"),
    }
    for call in calls.values():
        refused(403, "AccessDenied", call)
    refused(403, None, other.head_bucket, Bucket=name)
    for granted in ("READ", "WRITE", "READ_ACP", "WRITE_ACP"):
        policy = {"Grants": [grant(USER, "FULL_CONTROL"), grant(OTHER_USER, granted)]}
        for permission, call in calls.items():
            s3.put_bucket_acl(Bucket=name, AccessControlPolicy=policy)
            if permission == granted:
                call()
            else:
                refused(403, "AccessDenied", call)
    s3.put_bucket_acl(Bucket=name, AccessControlPolicy={"Grants": [grant(OTHER_USER, "FULL_CONTROL")]})
    refused(404, "ServerSideEncryptionConfigurationNotFoundError", calls["FULL_CONTROL"])
    s3.head_bucket(Bucket=name)  # the owner keeps storage.owner


def check_public_urls():
    name = new_bucket()
    s3.put_object(Bucket=name, Key="dir/öffentlich.txt", Body=b"hello")
    url = public_url(name, "dir/öffentlich.txt")
    assert http("GET", url)[0] == 403
    s3.put_bucket_acl(Bucket=name, ACL="public-read")
    assert http("GET", url) == (200, b"hello")
    assert http("PUT", url, b"changed")[0] == 403
    assert http("GET", f"{ENDPOINT}/{name}/dir/%C3%B6ffentlich.txt")[0] == 404, "the project belongs into the URL"


def check_encryption():
    name = new_bucket()
    refused(404, "ServerSideEncryptionConfigurationNotFoundError", s3.get_bucket_encryption, Bucket=name)

    def rules(algorithm, **more):
        return {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm, **more}}]}

    put = s3.put_bucket_encryption
    kms = rules("aws:kms")
    refused(400, "InvalidEncryptionAlgorithmError", put, Bucket=name, ServerSideEncryptionConfiguration=kms)
    with_key = rules("aws:kms", KMSMasterKeyID="k")
    refused(501, "NotImplemented", put, Bucket=name, ServerSideEncryptionConfiguration=with_key)
    put(Bucket=name, ServerSideEncryptionConfiguration=rules("AES256"))
    got = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]
    assert got == rules("AES256"), got
    refused(501, "NotImplemented", s3.delete_bucket_encryption, Bucket=name)
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    assert s3.head_object(Bucket=name, Key="k")["ServerSideEncryption"] == "AES256"
    refused(409, "InvalidBucketState", put, Bucket=name, ServerSideEncryptionConfiguration=rules("AES256"))


def check_lifecycle():
    name = new_bucket()
    refused(404, "NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, Bucket=name)
    tags = [{"Key": "tier", "Value": "temp"}]
    rules = [
        {
            "ID": "and",
            "Status": "Enabled",
            "Expiration": {"Days": 3},
            "Filter": {"And": {"Prefix": "logs/", "Tags": tags}},
        },
        {"ID": "prefix", "Status": "Disabled", "Expiration": {"Days": 1}, "Filter": {"Prefix": "tmp/"}},
        {"ID": "tag", "Status": "Enabled", "Expiration": {"Days": 9}, "Filter": {"Tag": tags[0]}},
        {"ID": "all", "Status": "Enabled", "Expiration": {"Days": 99}, "Filter": {}},
    ]
    # as RGW answers: in the order of the IDs, and a filter that lets everything through as an empty prefix
    expected = [{**rules[3], "Prefix": ""}, *rules[:3]]
    del expected[0]["Filter"]
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    got = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert got == expected, got
    s3.put_object(Bucket=name, Key="x", Body=b"x")
    assert 'rule-id="all"' in s3.head_object(Bucket=name, Key="x")["Expiration"]
    s3.delete_bucket_lifecycle(Bucket=name)
    refused(404, "NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, Bucket=name)


def check_lifecycle_under_its_older_names():
    name = new_bucket()
    rule = {"Status": "Enabled", "Prefix": "old/", "Expiration": {"Days": 7}}
    s3.put_bucket_lifecycle(Bucket=name, LifecycleConfiguration={"Rules": [rule]})
    (got,) = s3.get_bucket_lifecycle(Bucket=name)["Rules"]
    assert got.pop("ID"), "a rule without an ID gets one"
    assert got == rule, got


def check_lifecycle_refusals():
    name = new_bucket()

    def put(**rule):
        rule = {"Status": "Enabled", "Filter": {"Prefix": ""}, **rule}
        rules = rule.pop("rules", [rule])
        return s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})

    refused(501, "NotImplemented", put, Transitions=[{"Days": 1, "StorageClass": "GLACIER"}])
    refused(501, "NotImplemented", put, NoncurrentVersionExpiration={"NoncurrentDays": 1})
    refused(501, "NotImplemented", put, AbortIncompleteMultipartUpload={"DaysAfterInitiation": 1})
    refused(501, "NotImplemented", put, Expiration={"Date": "2030-01-01T00:00:00Z"})
    refused(501, "NotImplemented", put, Expiration={"ExpiredObjectDeleteMarker": True})
    refused(501, "NotImplemented", put, Expiration={"Days": 1}, Filter={"ObjectSizeGreaterThan": 1})
    refused(400, "InvalidArgument", put, Expiration={"Days": 0})
    refused(400, "MalformedXML", put)
    twice = {"ID": "twice", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
    refused(400, "InvalidArgument", put, rules=[twice, twice])


def check_configuration_writes_need_text_html():
    plain = plain_client()
    name = new_bucket()
    error = refused(400, "InvalidRequest", plain.put_bucket_acl, Bucket=name, ACL="private")
    assert "text/html" in str(error)
    rules = {"Rules": [{"Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]}
    put = plain.put_bucket_lifecycle_configuration
    refused(400, "InvalidRequest", put, Bucket=name, LifecycleConfiguration=rules)
    aes = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    put = plain.put_bucket_encryption
    refused(400, "InvalidRequest", put, Bucket=name, ServerSideEncryptionConfiguration=aes)


def check_logging():
    name, target = new_bucket(), new_bucket()
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=name)
    enabled = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": "log/"}}
    s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=enabled)
    assert s3.get_bucket_logging(Bucket=name)["LoggingEnabled"] == enabled["LoggingEnabled"]
    missing = {"LoggingEnabled": {"TargetBucket": "no-such-target", "TargetPrefix": ""}}
    put = s3.put_bucket_logging
    refused(400, "InvalidTargetBucketForLogging", put, Bucket=name, BucketLoggingStatus=missing)
    put(Bucket=name, BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=name)
