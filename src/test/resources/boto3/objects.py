"""Objects, their tags and copies, listings, multipart uploads and presigned URLs."""

import io
import os

from boto3.s3.transfer import TransferConfig

from client import MIB, PROJECT, USER, http, keys, new_bucket, plain_client, refused, s3


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
    small = s3.upload_part(**where, PartNumber=1, Body=b"1")["ETag"]
    source = {"Bucket": name, "Key": "source"}
    copied = s3.upload_part_copy(
        **where, PartNumber=2, CopySource=source, CopySourceRange=f"bytes=0-{5 * MIB - 1}"
    )["CopyPartResult"]["ETag"]
    two = f'"{copied}"'

    def complete(*numbers_and_tags):
        listed_parts = [{"PartNumber": n, "ETag": t} for n, t in numbers_and_tags]
        return s3.complete_multipart_upload(**where, MultipartUpload={"Parts": listed_parts})

    refused(400, "EntityTooSmall", complete, (1, small), (2, two))
    one = s3.upload_part(**where, PartNumber=1, Body=b"1" * (5 * MIB))["ETag"]
    three = s3.upload_part(**where, PartNumber=3, Body=b"end")["ETag"]
    parts = s3.list_parts(**where)
    assert [(p["PartNumber"], p["ETag"]) for p in parts["Parts"]] == [(1, one), (2, two), (3, three)]
    pages = list(s3.get_paginator("list_parts").paginate(**where, PaginationConfig={"PageSize": 2}))
    assert [len(page["Parts"]) for page in pages] == [2, 1]
    listed = s3.list_multipart_uploads(Bucket=name)["Uploads"]
    assert [(u["Key"], u["UploadId"], u["Owner"]["ID"]) for u in listed] == [("big", upload_id, PROJECT)]

    refused(400, "InvalidPartOrder", complete, (2, two), (1, one))
    refused(400, "InvalidPart", complete, (1, two), (2, one))
    refused(400, "InvalidPart", complete, (1, one), (2, two))
    done = complete((1, one), (2, two), (3, three))
    assert done["ETag"].endswith("-3") and done["Location"].endswith(f"/{PROJECT}:{name}/big"), done
    got = s3.get_object(Bucket=name, Key="big")
    assert got["Body"].read() == b"1" * (5 * MIB) + b"s" * (5 * MIB) + b"end"
    assert (got["Metadata"], got["ContentType"]) == ({"m": "1"}, "video/mp4")
    refused(404, "NoSuchKey", s3.list_parts, **where)


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
    refused(403, "AccessDenied", plain_client("SIM_SESSION").list_buckets)
    os.environ["SIM_SESSION_SESSION_TOKEN"] = token
