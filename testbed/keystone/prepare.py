"""prepare.py CONFIG ENDPOINT ADMIN_PASSWORD: what keystone-manage does to an empty database.

In one process, because loading Keystone takes longer than all of its commands.
"""

import sqlite3
import sys

from keystone.cmd import manage
from oslo_config.cfg import CONF

config, endpoint, admin_password = sys.argv[1:]
KEYS_OWNER = ["--keystone-user", "root", "--keystone-group", "root"]

for command in (
    ["db_sync"],
    ["fernet_setup", *KEYS_OWNER],
    ["credential_setup", *KEYS_OWNER],
    [
        "bootstrap",
        "--bootstrap-password", admin_password,
        "--bootstrap-public-url", endpoint + "/v3",
        "--bootstrap-region-id", "kr",
    ],
):  # fmt: skip
    CONF.clear()  # it refuses to be parsed twice
    sys.argv = ["keystone-manage", "--config-file", config, *command]
    manage.main()

# Readers of Keystone leave their transactions open for a while; with SQLite's default journal each would lock out
# writers for five seconds, and Keystone would answer them 500.
with sqlite3.connect(CONF.database.connection.removeprefix("sqlite:///")) as database:
    database.execute("PRAGMA journal_mode=WAL")
