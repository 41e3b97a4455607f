# shellcheck shell=bash
# Asks the API server of DIR as its admin, for 'up' and 'restart-apiserver'.

api() { # api PATH: succeeds when the answer is a 2xx
  http_ok --cacert "$DIR/certs/ca.crt" -H "@$DIR/certs/admin.header" "$(<"$DIR/certs/server")$1"
}
