"""The clients that the checks use, and how a check expects a refusal."""

import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

import boto3
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
