"""What the store refuses: operations that the page does not support, and clients newer than it lists."""

from client import PROJECT, keys, new_bucket, plain_client, refused, s3


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
