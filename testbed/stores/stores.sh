# shellcheck shell=bash
# The stores of a folder and how to stop them, for 'up' and 'down'.

stop_stores() {
  local store
  for store in keystone rgw-keystone rgw moto; do
    "$TESTBED/${store%-keystone}/down" "$DIR/$store"
  done
}
