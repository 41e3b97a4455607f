"""A workload in Python, with the Secret in one shape: client.py FORMAT MOUNT BUCKET.

On each line of its input it puts an object by the client that it began with, and by a new one, and tells whether the
store took them.
"""

import json
import os
import sys
from pathlib import Path

import boto3
from botocore.exceptions import ClientError

form, mount, bucket = sys.argv[1:]


def entry(name):
    return (Path(mount) / name).read_text()


def new_client():
    """As the documentation of each shape has software read it."""
    session = boto3.session.Session()
    match form:
        case "env" | "credentialsFile" | "template":
            return session.client("s3")
        case "obc":
            endpoint = f"http://{os.environ['BUCKET_HOST']}:{os.environ['BUCKET_PORT']}"
            return session.client("s3", endpoint_url=endpoint, region_name=os.environ["BUCKET_REGION"])
        case "cosi":
            s3 = json.loads(entry("BucketInfo"))["spec"]["secretS3"]
            return session.client(
                "s3",
                endpoint_url=s3["endpoint"],
                region_name=s3["region"],
                aws_access_key_id=s3["accessKeyID"],
                aws_secret_access_key=s3["accessSecretKey"],
            )
        case "serviceBinding":
            return session.client(
                "s3",
                endpoint_url=entry("uri"),
                region_name=entry("region"),
                aws_access_key_id=entry("username"),
                aws_secret_access_key=entry("password"),
            )


def put(client):
    try:
        client.put_object(Bucket=bucket, Key="boto3", Body=b"hello")
        return "taken"
    except ClientError as e:
        if e.response["ResponseMetadata"]["HTTPStatusCode"] != 403:
            raise
        return "refused"


first = new_client()
for _ in sys.stdin:
    print(put(first), put(new_client()), flush=True)
