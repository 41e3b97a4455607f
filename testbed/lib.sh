# shellcheck shell=bash
# What the scripts of testbed/ share. Sourced, never run.
#
# Messages go to stderr; stdout carries only a script's result, so that a caller can take it with $(...).

TESTBED=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HERE=$(cd "$(dirname "$0")" && pwd)
PREFIX=$(basename "$HERE")/$(basename "$0")

say() { printf '[%s] %s\n' "$PREFIX" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Where downloads and built things are kept between runs and checkouts.
cache_dir() { printf '%s\n' "${COOPER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cooper}"; }

need() { # need COMMAND PACKAGE...
  command -v "$1" >/dev/null || die "'$1' is missing. Install it with: apt-get install ${*:2}"
}

seconds_since() { # seconds_since EPOCHREALTIME
  awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'
}

# Runs the commands side by side; fails when one of them does.
together() { # together COMMAND...
  local command pid pids=() result=0
  for command; do
    "$command" >/dev/null &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || result=1; done
  return "$result"
}

random_hex() { # random_hex BYTES
  od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

# One holder at a time, until the script ends. Descriptor 9 is kept from the servers by 'start'.
lock() { # lock FILE
  mkdir -p "$(dirname "$1")"
  exec 9>"$1"
  flock -n 9 && return
  say "waiting for another run that holds $1"
  flock 9
}

# The argument of up and down: makes the folder, sets DIR, enters its lock.
open_dir() { # open_dir "$@"
  [[ $# -eq 1 && $1 != -* ]] || die "usage: testbed/$PREFIX DIR"
  mkdir -p "$1"
  DIR=$(cd "$1" && pwd)
  lock "$DIR/.lock"
}

# A folder of the cache, filled by BUILD unless an earlier run has finished doing so. Sets CACHED to its path.
cached() { # cached NAME BUILD [ARG...]: BUILD is called with the path, then ARG...
  CACHED=$(cache_dir)/$1
  [[ -e $CACHED/.complete ]] && return
  lock "$CACHED.lock"
  [[ -e $CACHED/.complete ]] && return
  "$2" "$CACHED" "${@:3}"
  touch "$CACHED/.complete"
}

# A Python environment, named after the hash of its requirements.
python_env() { # python_env NAME REQUIREMENTS
  local hash
  hash=$(sha256sum <"$2")
  CACHED=$(cache_dir)/$1-${hash:0:12}
  # An environment points to the Python that made it, which may have been replaced since.
  [[ -x $CACHED/bin/python ]] || rm -f "$CACHED/.complete"
  cached "$1-${hash:0:12}" make_python_env "$2"
}

make_python_env() { # make_python_env PATH REQUIREMENTS
  local started=$SECONDS
  need python3 python3 python3-venv
  python3 -c 'import ensurepip, venv' 2>/dev/null ||
    die "this Python cannot make virtual environments. Install them with: apt-get install python3-venv"
  say "installing $(grep -vc '^#' "$2") pinned Python packages and what they need; about a minute"
  rm -rf "$1"
  python3 -m venv "$1" >&2
  "$1/bin/pip" install --quiet --disable-pip-version-check -r "$2" >&2 ||
    die "pip could not install $2; its message is above"
  say "installed in $((SECONDS - started)) s"
}

# --- ports ---

# Below the kernel's range for outgoing connections. The lock on the port's file goes on to the servers that are
# started next and ends with the last of them, so two testbeds starting at once never choose the same port.
free_port() { # free_port VARIABLE
  local taken candidate fd
  taken=$(cache_dir)/ports
  mkdir -p "$taken"
  while :; do
    candidate=$((15000 + RANDOM % 17000))
    exec {fd}>"$taken/$candidate"
    if flock -n "$fd" && ! port_open "$candidate"; then
      printf -v "$1" %s "$candidate"
      return
    fi
    exec {fd}>&-
  done
}

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

http_ok() { curl -fsS --max-time 2 -o /dev/null "$@" 2>/dev/null; }

# --- processes of DIR: pids/NAME.pid, pids/NAME.start (when it started, as the kernel counts), logs/NAME.log ---

start_time() { # start_time PID: empty when there is no such process
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  # The name in parentheses may hold blanks; the state follows it. A zombie counts as gone.
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} == Z ]] || printf '%s\n' "${fields[19]}"
}

start() { # start NAME COMMAND...
  local name=$1 pid
  shift
  setsid "$@" </dev/null >>"$DIR/logs/$name.log" 2>&1 9>&- &
  pid=$!
  start_time "$pid" >"$DIR/pids/$name.start"
  printf '%s\n' "$pid" >"$DIR/pids/$name.pid"
}

# True only while the recorded process is the very one that was started: process ids are used again.
running() { # running NAME
  local file=$DIR/pids/$1
  [[ -s $file.pid && -s $file.start && $(start_time "$(<"$file.pid")") == "$(<"$file.start")" ]]
}

# True when an earlier run got to the end of its start and nothing has ended since.
is_up() { # is_up NAME...
  local name
  [[ -e $DIR/.ready ]] || return 1
  for name; do running "$name" || return 1; done
}

# Kills, and returns when the processes have gone. Nothing is lost: etcd has written what it acknowledged, the others
# keep nothing. Asked to end, an API server waits a minute for its watchers, and a Ceph gateway for its storage.
stop() { # stop NAME...
  local name
  for name; do
    if running "$name"; then kill -KILL "$(<"$DIR/pids/$name.pid")" 2>/dev/null || :; fi
  done
  for name; do
    while running "$name"; do sleep 0.02; done
    rm -f "$DIR/pids/$name".{pid,start}
  done
}

stop_all() {
  local files names
  rm -f "$DIR/.ready"
  files=("$DIR"/pids/*.pid)
  [[ -e ${files[0]} ]] || return 0
  names=("${files[@]##*/}")
  stop "${names[@]%.pid}"
}

# The whole of a 'down DIR': data, certificates and logs stay.
stop_dir() { # stop_dir "$@"
  open_dir "$@"
  stop_all
  say "stopped $DIR"
}

# Polls until COMMAND succeeds. Fails with the end of NAME's log when its process ends or the time is over.
await() { # await NAME SECONDS COMMAND...
  local name=$1 limit=$2 deadline=$((SECONDS + $2))
  shift 2
  until "$@"; do
    if ! running "$name"; then
      fail_with_log "$name" "$name ended before it was ready"
    elif ((SECONDS >= deadline)); then
      fail_with_log "$name" "$name was not ready after $limit s"
    fi
    sleep 0.05
  done
}

fail_with_log() { # fail_with_log NAME MESSAGE
  say "$2; the end of $DIR/logs/$1.log:"
  tail -n 25 "$DIR/logs/$1.log" | sed 's/^/    /' >&2
  exit 1
}

# Clears what an earlier run left. Until 'started' is called, leaving the script for any reason stops the servers.
begin_start() {
  BEGAN=$EPOCHREALTIME STARTED=
  mkdir -p "$DIR"/pids "$DIR"/logs
  stop_all
  rm -f "$DIR"/logs/*.log
  trap 'exit 130' INT TERM HUP
  trap '[[ -n $STARTED ]] || stop_all' EXIT
  watch_owner
}

started() { # started WHAT
  touch "$DIR/.ready"
  STARTED=yes
  say "$1 is ready in $DIR after $(seconds_since "$BEGAN") s"
}

# With OWNER_PID set: runs this folder's 'down DIR' once that process has gone.
watch_owner() {
  [[ -n ${OWNER_PID:-} ]] || return 0
  local since
  since=$(start_time "$OWNER_PID")
  [[ -n $since ]] || die "OWNER_PID=$OWNER_PID: no such process"
  start owner-watch "$TESTBED/owner-watch" "$OWNER_PID" "$since" "$HERE/down" "$DIR"
}
