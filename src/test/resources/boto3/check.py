"""Drives the KakaoCloud simulator with boto3 1.35.99, the newest client that KakaoCloud documents as compatible.

Every operation that the page lists as supported must work, every other one must be refused. Reads its settings from
the environment (SIM_*), prints one line per check, and ends with 1 when a check failed.

The page demands Content-Type text/html on the writes of ACL, encryption and lifecycle, and Content-MD5 even where the
body is empty. boto3 sends neither by itself, so the client gets hooks on "before-sign" that add them; everything else
is boto3 as it comes.
"""

import sys
import traceback

import boto3

import buckets
import objects
import refusals


def main():
    assert boto3.__version__ == "1.35.99", boto3.__version__
    checks = {
        name: function
        for module in (buckets, objects, refusals)
        for name, function in vars(module).items()
        if name.startswith("check_")
    }
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
