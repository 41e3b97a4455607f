"""populate.py ENDPOINT ADMIN_PASSWORD PROJECT: makes a project and its member, and prints as JSON whom Keystone knows."""

import json
import secrets
import sys
from urllib.request import Request, urlopen

endpoint, admin_password, name = sys.argv[1:]


def call(method, path, token=None, body=None):
    request = Request(endpoint + "/v3" + path, method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("X-Auth-Token", token)
    with urlopen(request, json.dumps(body).encode() if body else None) as response:
        text = response.read()
        return response.headers, json.loads(text) if text else None


def login(user, password, project):
    domain = {"id": "default"}
    identity = {"methods": ["password"], "password": {"user": {"name": user, "password": password, "domain": domain}}}
    scope = {"project": {"name": project, "domain": domain}}
    headers, _ = call("POST", "/auth/tokens", body={"auth": {"identity": identity, "scope": scope}})
    return headers["X-Subject-Token"]


def application_credential(token, user, name, unrestricted):
    wanted = {"name": name, "unrestricted": unrestricted}
    _, made = call("POST", f"/users/{user}/application_credentials", token, {"application_credential": wanted})
    return {key: made["application_credential"][key] for key in ("id", "name", "secret", "unrestricted")}


admin = login("admin", admin_password, "admin")
project = call("POST", "/projects", admin, {"project": {"name": name, "domain_id": "default"}})[1]["project"]
password = secrets.token_hex(12)
wanted = {
    "name": f"{name}-member",
    "password": password,
    "domain_id": "default",
    "default_project_id": project["id"],
}
user = call("POST", "/users", admin, {"user": wanted})[1]["user"]
role = call("GET", "/roles?name=member", admin)[1]["roles"][0]
call("PUT", f"/projects/{project['id']}/users/{user['id']}/roles/{role['id']}", admin)
member = login(user["name"], password, name)

json.dump(
    {
        "endpoint": endpoint,
        "region": "kr",
        "domain": {"id": "default", "name": "Default"},
        "admin": {"name": "admin", "password": admin_password, "project": "admin"},
        "project": {"id": project["id"], "name": project["name"]},
        "user": {"id": user["id"], "name": user["name"], "password": password},
        "applicationCredentials": {
            "unrestricted": application_credential(member, user["id"], "unrestricted", True),
            "restricted": application_credential(member, user["id"], "restricted", False),
        },
    },
    sys.stdout,
    indent=2,
)
print()
