"""Drives the KakaoCloud simulator with boto3 1.35.99, the newest client that KakaoCloud documents as compatible.

Every operation that the page lists as supported must work, every other one must be refused. Reads its settings from
the environment (SIM_*), prints one line per check, and ends with 1 when a check failed.

The page demands Content-Type text/html on the writes of ACL, encryption and lifecycle, and Content-MD5 even where the
body is empty. boto3 sends neither by itself, so the client gets hooks on "before-sign" that add them; everything else
is boto3 as it comes.
"""

import io
import os
import sys
import traceback
import urllib.error
import urllib.parse
import urllib.request
import uuid

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["SIM_ENDPOINT"]
REGION = os.environ["SIM_REGION"]
PROJECT = os.environ["SIM_PROJECT"]
USER = os.environ["SIM_USER"]
OTHER_USER = os.environ["SIM_OTHER_USER"]
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
EMPTY_MD5 = "1B2M2Y8AsgTpgAmY7PhCfg=="
MIB = 1 << 20


def plain_client(prefix="SIM", **options):
    return boto3.client(
        "s3",
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id=os.environ[prefix + "_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ[prefix + "_SECRET_ACCESS_KEY"],
        aws_session_token=os.environ.get(prefix + "_SESSION_TOKEN"),
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            retries={"max_attempts": 1, "mode": "standard"},
            **options,
        ),
    )


def with_required_headers(client):
    def add(request, **_):
        request.headers["Content-Type"] = "text/html"
        if "Content-MD5" not in request.headers:
            request.headers["Content-MD5"] = EMPTY_MD5

    for operation in (
        "PutBucketAcl",
        "PutBucketEncryption",
        "PutBucketLifecycle",
        "PutBucketLifecycleConfiguration",
    ):
        client.meta.events.register("before-sign.s3." + operation, add)
    return client


s3 = with_required_headers(plain_client())
other = with_required_headers(plain_client("SIM_OTHER"))


def refused(status, code, call, *args, **kwargs):
    """The call must fail with this status, and with this code where the answer has a body to say it."""
    try:
        call(*args, **kwargs)
    except ClientError as e:
        got = (e.response["ResponseMetadata"]["HTTPStatusCode"], e.response["Error"]["Code"])
        codes = (code, str(status)) if code else (got[1],)
        assert got[0] == status and got[1] in codes, f"expected {status} {code}, got {got}: {e}"
        return e
    raise AssertionError(f"expected {status} {code}, but the call succeeded")


def http(method, url, data=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()


def new_bucket():
    name = "check-" + uuid.uuid4().hex[:16]
    s3.create_bucket(Bucket=name)
    return name


def public_url(bucket, key):
    return f"{ENDPOINT}/{PROJECT}:{bucket}/{urllib.parse.quote(key)}"


def keys(listing):
    return [entry["Key"] for entry in listing.get("Contents", [])]


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
    refused(400, "InvalidRequest", s3.create_bucket, Bucket="with-location", CreateBucketConfiguration=location)
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
        first, *rest = acl["Grants"]
        assert {k: v for k, v in first["Grantee"].items() if k != "DisplayName"} == owner, first
        assert first["Permission"] == "FULL_CONTROL"
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
    assert [g["Permission"] for g in s3.get_bucket_acl(Bucket=name)["Grants"]] == ["FULL_CONTROL", "READ_ACP", "READ"]
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
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    got = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert got == rules, got
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
    refused(400, "InvalidArgument", put)
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


def check_objects():
    name = new_bucket()
    for key in ("plain", "dir/a b+c&d=e%f.txt", "한글/ключ", "//slashes//", ".", "a/../b", "$@=;:,?#[]!'()*~"):
        put = s3.put_object(
            Bucket=name,
            Key=key,
            Body=key.encode(),
            ContentType="text/plain",
            CacheControl="no-cache",
            ContentDisposition="inline",
            ContentLanguage="ko",
            Metadata={"Colour": "blue"},
            Tagging="a=1&b=two%20words",
        )
        got = s3.get_object(Bucket=name, Key=key)
        assert got["Body"].read() == key.encode(), key
        assert got["ETag"] == put["ETag"]
        head = s3.head_object(Bucket=name, Key=key)
        for name_of, value in (
            ("ContentType", "text/plain"),
            ("CacheControl", "no-cache"),
            ("ContentDisposition", "inline"),
            ("ContentLanguage", "ko"),
            ("Metadata", {"colour": "blue"}),
            ("ContentLength", len(key.encode())),
            ("AcceptRanges", "bytes"),
        ):
            assert head[name_of] == got[name_of] == value, (key, name_of, head[name_of])
        assert head["ResponseMetadata"]["HTTPHeaders"]["x-rgw-object-type"] == "Normal"
        assert got["TagCount"] == 2
        s3.delete_object(Bucket=name, Key=key)
        refused(404, None, s3.head_object, Bucket=name, Key=key)
        refused(404, "NoSuchKey", s3.get_object, Bucket=name, Key=key)
        s3.delete_object(Bucket=name, Key=key)


def check_ranges_and_conditions():
    name = new_bucket()
    etag = s3.put_object(Bucket=name, Key="k", Body=b"0123456789")["ETag"]
    for header, content, content_range in (
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ):
        got = s3.get_object(Bucket=name, Key="k", Range=header)
        assert (got["Body"].read(), got["ContentRange"]) == (content, content_range), header
        assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    refused(416, "InvalidRange", s3.get_object, Bucket=name, Key="k", Range="bytes=10-")
    assert s3.get_object(Bucket=name, Key="k", IfMatch=etag)["Body"].read() == b"0123456789"
    refused(412, "PreconditionFailed", s3.get_object, Bucket=name, Key="k", IfMatch='"other"')
    refused(304, None, s3.get_object, Bucket=name, Key="k", IfNoneMatch=etag)
    modified = s3.head_object(Bucket=name, Key="k")["LastModified"]
    refused(304, None, s3.get_object, Bucket=name, Key="k", IfModifiedSince=modified)
    refused(412, "PreconditionFailed", s3.put_object, Bucket=name, Key="k", Body=b"", IfNoneMatch="*")
    override = s3.get_object(Bucket=name, Key="k", ResponseContentType="application/x-other")
    assert override["ContentType"] == "application/x-other"


def check_object_tags():
    name = new_bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"")
    assert s3.get_object_tagging(Bucket=name, Key="k")["TagSet"] == []
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "x & <y>"}]
    s3.put_object_tagging(Bucket=name, Key="k", Tagging={"TagSet": tags})
    assert s3.get_object_tagging(Bucket=name, Key="k")["TagSet"] == tags
    s3.delete_object_tagging(Bucket=name, Key="k")
    assert s3.get_object_tagging(Bucket=name, Key="k")["TagSet"] == []
    refused(404, "NoSuchKey", s3.get_object_tagging, Bucket=name, Key="missing")
    double = [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]
    refused(400, "InvalidTag", s3.put_object_tagging, Bucket=name, Key="k", Tagging={"TagSet": double})


def check_copies():
    name, target = new_bucket(), new_bucket()
    s3.put_object(Bucket=name, Key="ö k", Body=b"data", Metadata={"m": "1"}, Tagging="t=1", ContentType="text/css")
    source = {"Bucket": name, "Key": "ö k"}
    result = s3.copy_object(Bucket=target, Key="copy", CopySource=source)["CopyObjectResult"]
    head = s3.head_object(Bucket=target, Key="copy")
    assert (head["ETag"], head["Metadata"], head["ContentType"]) == (result["ETag"], {"m": "1"}, "text/css")
    assert s3.get_object_tagging(Bucket=target, Key="copy")["TagSet"] == [{"Key": "t", "Value": "1"}]
    s3.copy_object(
        Bucket=name,
        Key="ö k",
        CopySource=source,
        MetadataDirective="REPLACE",
        Metadata={"m": "2"},
        TaggingDirective="REPLACE",
        Tagging="t=2",
    )
    assert s3.head_object(Bucket=name, Key="ö k")["Metadata"] == {"m": "2"}
    assert s3.get_object_tagging(Bucket=name, Key="ö k")["TagSet"] == [{"Key": "t", "Value": "2"}]
    refused(400, "InvalidRequest", s3.copy_object, Bucket=name, Key="ö k", CopySource=source)
    missing = {"Bucket": name, "Key": "missing"}
    refused(404, "NoSuchKey", s3.copy_object, Bucket=name, Key="x", CopySource=missing)
    copy = s3.copy_object
    refused(412, "PreconditionFailed", copy, Bucket=name, Key="x", CopySource=source, CopySourceIfMatch='"no"')


def check_delete_objects():
    name = new_bucket()
    names = [f"k{i}" for i in range(5)]
    for key in names:
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    objects = [{"Key": key} for key in names[:3]] + [{"Key": "never-there"}]
    deleted = s3.delete_objects(Bucket=name, Delete={"Objects": objects})["Deleted"]
    assert [d["Key"] for d in deleted] == names[:3] + ["never-there"]
    quiet = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k3"}], "Quiet": True})
    assert "Deleted" not in quiet
    assert keys(s3.list_objects_v2(Bucket=name)) == ["k4"]


def check_listing_pages():
    name = new_bucket()
    names = sorted(f"k/{i:03}" for i in range(25)) + ["other/a", "other/b", "z"]
    for key in names:
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    for operation in ("list_objects", "list_objects_v2"):
        pages = list(s3.get_paginator(operation).paginate(Bucket=name, PaginationConfig={"PageSize": 10}))
        assert [len(keys(page)) for page in pages] == [10, 10, 8], operation
        assert [key for page in pages for key in keys(page)] == names, operation
        rolled = list(
            s3.get_paginator(operation).paginate(Bucket=name, Delimiter="/", PaginationConfig={"PageSize": 1})
        )
        prefixes = [p["Prefix"] for page in rolled for p in page.get("CommonPrefixes", [])]
        assert (prefixes, [key for page in rolled for key in keys(page)]) == (["k/", "other/"], ["z"]), operation
    first = s3.list_objects_v2(Bucket=name, MaxKeys=2, Prefix="k/")
    assert (first["KeyCount"], first["MaxKeys"], first["IsTruncated"], first["Name"]) == (2, 2, True, name)
    assert keys(s3.list_objects_v2(Bucket=name, StartAfter="other/a")) == ["other/b", "z"]
    assert keys(s3.list_objects(Bucket=name, Marker="other/a")) == ["other/b", "z"]
    owner = s3.list_objects_v2(Bucket=name, MaxKeys=1, FetchOwner=True)["Contents"][0]["Owner"]
    assert owner["ID"] == USER
    nothing = s3.list_objects_v2(Bucket=name, MaxKeys=0)
    assert (nothing["KeyCount"], nothing["IsTruncated"]) == (0, False)
    refused(400, "InvalidArgument", s3.list_objects_v2, Bucket=name, ContinuationToken="$$$")


def check_listing_of_odd_keys():
    name = new_bucket()
    names = ["\x01control", "a+b", "a b", "한글", "\U0001f600", "\ufffd"]
    for key in names:
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    for operation in (s3.list_objects, s3.list_objects_v2):
        assert keys(operation(Bucket=name)) == sorted(names, key=lambda k: k.encode()), operation


def check_multipart():
    name = new_bucket()
    upload = s3.create_multipart_upload(Bucket=name, Key="big", Metadata={"m": "1"}, ContentType="video/mp4")
    upload_id = upload["UploadId"]
    assert (upload["Bucket"], upload["Key"]) == (name, "big")
    s3.put_object(Bucket=name, Key="source", Body=b"s" * (6 * MIB))
    where = {"Bucket": name, "Key": "big", "UploadId": upload_id}
    one = s3.upload_part(**where, PartNumber=1, Body=b"1" * (5 * MIB))["ETag"]
    source = {"Bucket": name, "Key": "source"}
    two = s3.upload_part_copy(
        **where, PartNumber=2, CopySource=source, CopySourceRange=f"bytes=0-{5 * MIB - 1}"
    )["CopyPartResult"]["ETag"]
    three = s3.upload_part(**where, PartNumber=3, Body=b"end")["ETag"]
    parts = s3.list_parts(**where)
    assert [(p["PartNumber"], p["ETag"]) for p in parts["Parts"]] == [(1, one), (2, two), (3, three)]
    pages = list(s3.get_paginator("list_parts").paginate(**where, PaginationConfig={"PageSize": 2}))
    assert [len(page["Parts"]) for page in pages] == [2, 1]
    listed = s3.list_multipart_uploads(Bucket=name)["Uploads"]
    assert [(u["Key"], u["UploadId"], u["Owner"]["ID"]) for u in listed] == [("big", upload_id, PROJECT)]

    def complete(*numbers_and_tags):
        listed_parts = [{"PartNumber": n, "ETag": t} for n, t in numbers_and_tags]
        return s3.complete_multipart_upload(**where, MultipartUpload={"Parts": listed_parts})

    refused(400, "InvalidPartOrder", complete, (2, two), (1, one))
    refused(400, "InvalidPart", complete, (1, two), (2, one))
    refused(400, "EntityTooSmall", complete, (1, one), (3, three), (4, s3.upload_part(**where, PartNumber=4)["ETag"]))
    done = complete((1, one), (2, two), (3, three))
    assert done["ETag"].endswith('-3"') and done["Location"].endswith(f"/{name}/big"), done
    got = s3.get_object(Bucket=name, Key="big")
    assert got["Body"].read() == b"1" * (5 * MIB) + b"s" * (5 * MIB) + b"end"
    assert (got["Metadata"], got["ContentType"]) == ({"m": "1"}, "video/mp4")
    refused(404, "NoSuchUpload", s3.list_parts, **where)


def check_aborted_uploads():
    name = new_bucket()
    uploads = {key: s3.create_multipart_upload(Bucket=name, Key=key)["UploadId"] for key in ("a/1", "a/2", "b")}
    paginator = s3.get_paginator("list_multipart_uploads")
    pages = list(paginator.paginate(Bucket=name, PaginationConfig={"PageSize": 2}))
    assert [u["Key"] for page in pages for u in page["Uploads"]] == ["a/1", "a/2", "b"]
    rolled = s3.list_multipart_uploads(Bucket=name, Delimiter="/")
    assert [p["Prefix"] for p in rolled["CommonPrefixes"]] == ["a/"]
    assert [u["Key"] for u in s3.list_multipart_uploads(Bucket=name, Prefix="a/")["Uploads"]] == ["a/1", "a/2"]
    for key in ("a/1", "a/2"):
        s3.abort_multipart_upload(Bucket=name, Key=key, UploadId=uploads[key])
    abort = s3.abort_multipart_upload
    refused(404, "NoSuchUpload", abort, Bucket=name, Key="a/1", UploadId=uploads["a/1"])
    s3.delete_bucket(Bucket=name)  # an open upload does not keep a bucket


def check_transfer_manager():
    name = new_bucket()
    content = os.urandom(12 * MIB)
    config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
    s3.upload_fileobj(io.BytesIO(content), name, "managed", Config=config)
    back = io.BytesIO()
    s3.download_fileobj(name, "managed", back, Config=config)
    assert back.getvalue() == content
    s3.copy({"Bucket": name, "Key": "managed"}, name, "copied", Config=config)
    assert s3.get_object(Bucket=name, Key="copied")["Body"].read() == content


def check_presigned_urls():
    name = new_bucket()
    target = {"Bucket": name, "Key": "pre signed/ключ+"}
    put = s3.generate_presigned_url("put_object", target, ExpiresIn=60)
    assert http("PUT", put, b"content")[0] == 200
    get = s3.generate_presigned_url("get_object", {**target, "ResponseContentType": "text/x"}, ExpiresIn=60)
    assert http("GET", get) == (200, b"content")
    assert http("HEAD", s3.generate_presigned_url("head_object", target, ExpiresIn=60))[0] == 200
    assert http("DELETE", get)[0] == 403, "signed for GET"
    assert http("GET", get.replace("text%2Fx", "text%2Fy"))[0] == 403, "the query is signed"
    delete = s3.generate_presigned_url("delete_object", target, ExpiresIn=60)
    assert http("DELETE", delete)[0] == 204
    assert http("GET", get)[0] == 404


def check_session_credentials():
    session = plain_client("SIM_SESSION")
    name = new_bucket()
    session.put_object(Bucket=name, Key="k", Body=b"x")
    url = session.generate_presigned_url("get_object", {"Bucket": name, "Key": "k"}, ExpiresIn=60)
    assert http("GET", url) == (200, b"x")
    token = os.environ.pop("SIM_SESSION_SESSION_TOKEN")
    refused(403, "InvalidAccessKeyId", plain_client("SIM_SESSION").list_buckets)
    os.environ["SIM_SESSION_SESSION_TOKEN"] = token[::-1]
    refused(403, "InvalidAccessKeyId", plain_client("SIM_SESSION").list_buckets)
    os.environ["SIM_SESSION_SESSION_TOKEN"] = token


def check_newer_clients_are_refused():
    name = new_bucket()
    put = s3.put_object
    refused(400, "InvalidRequest", put, Bucket=name, Key="k", Body=b"x", ChecksumAlgorithm="CRC32")
    refused(400, "InvalidRequest", s3.head_bucket, Bucket=name, ExpectedBucketOwner=PROJECT)
    refused(501, "NotImplemented", put, Bucket=name, Key="k", Body=b"x", ACL="public-read")
    refused(400, "InvalidStorageClass", put, Bucket=name, Key="k", Body=b"x", StorageClass="GLACIER")
    refused(501, "NotImplemented", s3.get_object, Bucket=name, Key="k", VersionId="v1")


def check_unsupported_operations():
    name = new_bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    raw = plain_client(inject_host_prefix=False, parameter_validation=False)
    inventory = {
        "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::b", "Format": "CSV"}},
        "IsEnabled": True,
        "Id": "i",
        "IncludedObjectVersions": "All",
        "Schedule": {"Frequency": "Daily"},
    }
    key = {"Key": "k"}
    unsupported = {
        "get_bucket_accelerate_configuration": {},
        "get_bucket_analytics_configuration": {"Id": "i"},
        "list_bucket_analytics_configurations": {},
        "get_bucket_cors": {},
        "get_bucket_intelligent_tiering_configuration": {"Id": "i"},
        "list_bucket_intelligent_tiering_configurations": {},
        "get_bucket_inventory_configuration": {"Id": "i"},
        "list_bucket_inventory_configurations": {},
        "get_bucket_metrics_configuration": {"Id": "i"},
        "list_bucket_metrics_configurations": {},
        "get_bucket_notification": {},
        "get_bucket_notification_configuration": {},
        "get_bucket_ownership_controls": {},
        "get_bucket_policy": {},
        "get_bucket_policy_status": {},
        "get_bucket_replication": {},
        "get_bucket_request_payment": {},
        "get_bucket_tagging": {},
        "get_bucket_versioning": {},
        "get_bucket_website": {},
        "list_object_versions": {},
        "get_object_lock_configuration": {},
        "get_public_access_block": {},
        "put_bucket_accelerate_configuration": {"AccelerateConfiguration": {"Status": "Enabled"}},
        "put_bucket_analytics_configuration": {
            "Id": "i",
            "AnalyticsConfiguration": {"Id": "i", "StorageClassAnalysis": {}},
        },
        "put_bucket_cors": {
            "CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
        },
        "put_bucket_intelligent_tiering_configuration": {
            "Id": "i",
            "IntelligentTieringConfiguration": {
                "Id": "i",
                "Status": "Enabled",
                "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}],
            },
        },
        "put_bucket_inventory_configuration": {"Id": "i", "InventoryConfiguration": inventory},
        "put_bucket_metrics_configuration": {"Id": "i", "MetricsConfiguration": {"Id": "i"}},
        "put_bucket_notification": {"NotificationConfiguration": {}},
        "put_bucket_notification_configuration": {"NotificationConfiguration": {}},
        "put_bucket_ownership_controls": {
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        },
        "put_bucket_policy": {"Policy": "{}"},
        "put_bucket_replication": {"ReplicationConfiguration": {"Role": "r", "Rules": []}},
        "put_bucket_request_payment": {"RequestPaymentConfiguration": {"Payer": "Requester"}},
        "put_bucket_tagging": {"Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}},
        "put_bucket_versioning": {"VersioningConfiguration": {"Status": "Enabled"}},
        "put_bucket_website": {"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}},
        "put_object_lock_configuration": {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
        "put_public_access_block": {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}},
        "delete_bucket_analytics_configuration": {"Id": "i"},
        "delete_bucket_cors": {},
        "delete_bucket_encryption": {},
        "delete_bucket_intelligent_tiering_configuration": {"Id": "i"},
        "delete_bucket_inventory_configuration": {"Id": "i"},
        "delete_bucket_metrics_configuration": {"Id": "i"},
        "delete_bucket_ownership_controls": {},
        "delete_bucket_policy": {},
        "delete_bucket_replication": {},
        "delete_bucket_tagging": {},
        "delete_bucket_website": {},
        "delete_public_access_block": {},
        "get_object_acl": key,
        "get_object_attributes": {**key, "ObjectAttributes": ["ETag"]},
        "get_object_legal_hold": key,
        "get_object_retention": key,
        "get_object_torrent": key,
        "put_object_acl": {**key, "ACL": "private"},
        "put_object_legal_hold": {**key, "LegalHold": {"Status": "ON"}},
        "put_object_retention": {**key, "Retention": {"Mode": "GOVERNANCE"}},
        "restore_object": {**key, "RestoreRequest": {"Days": 1}},
        "select_object_content": {
            **key,
            "Expression": "select * from s3object",
            "ExpressionType": "SQL",
            "InputSerialization": {"CSV": {}},
            "OutputSerialization": {"CSV": {}},
        },
    }
    for operation, arguments in unsupported.items():
        refused(501, "NotImplemented", getattr(raw, operation), Bucket=name, **arguments)
    refused(501, "NotImplemented", raw.write_get_object_response, RequestRoute="route", RequestToken="token")
    # operations newer than the page, which does not name them at all
    refused(405, "MethodNotAllowed", raw.create_bucket_metadata_table_configuration, Bucket=name,
            MetadataTableConfiguration={
                "S3TablesDestination": {"TableBucketArn": "arn:aws:s3tables:r:1:bucket/b", "TableName": "t"}
            })
    assert keys(s3.list_objects_v2(Bucket=name)) == ["k"]
    assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"x"


def main():
    assert boto3.__version__ == "1.35.99", boto3.__version__
    checks = {name: function for name, function in globals().items() if name.startswith("check_")}
    failed = 0
    for name, function in checks.items():
        try:
            function()
            print("ok", name)
        except Exception:
            failed += 1
            print("FAILED", name)
            traceback.print_exc(file=sys.stdout)
    print(f"{len(checks) - failed} of {len(checks)} checks passed with boto3 {boto3.__version__}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
