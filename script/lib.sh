# shellcheck shell=bash
# Shared by the commands in script/: sourced, never run. Bash 5, Debian or Ubuntu.
# Owns three things: what is installed (bootstrap.sh), which servers run (servers.sh),
# and here the processes: everything started is stopped again, by its process id.
set -euo pipefail

# Compiled files make every later start of Python some seconds quicker.
unset PYTHONDONTWRITEBYTECODE

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
COMMAND=script/$(basename "$0")
PY=$ROOT/.venv/bin/python
VAR=${JOBBTORG_VAR:-$ROOT/var}
[[ $VAR == /* ]] || VAR=$PWD/$VAR

declare -A PIDS=()  # name -> process id
STARTED=()          # names, in the order they were started
SAID=''             # whether the reason for a failure has been told

say() { printf '%s\n' "$*"; }

fail() {
    SAID=1
    printf '%s: %s\n' "$COMMAND" "$*" >&2
    exit 1
}

# For a failure whose sentence is printed already.
give_up() {
    SAID=1
    exit 1
}

# Every path below VAR is read by the settings too, through JOBBTORG_VAR.
use_var() {
    VAR=$1
    mkdir -p "$VAR" 2>/dev/null || true
    (umask 077 && mkdir -p "$VAR/log" 2>/dev/null) || true # logs may name persons
    [[ -w $VAR && -w $VAR/log ]] ||
        fail "Katalogen $VAR går inte att skriva i: kör som den som äger den, eller sätt JOBBTORG_VAR."
    VAR=$(cd "$VAR" && pwd -P)
    export JOBBTORG_VAR=$VAR
}

# lock FILE FD: takes the lock, or returns 1 where another process holds it. Children never
# inherit the descriptors (see spawn), so the lock ends with this script, even by kill -9.
lock() {
    mkdir -p "$(dirname "$1")"
    eval "exec $2>>\"\$1\""
    flock --nonblock "$2"
}

# spawn NAME PROGRAM...: starts a program, its output in var/log/NAME.log. It gets a session of
# its own, so that Ctrl-C reaches only this script, which then stops all in order; and the kernel
# ends it should this script die without a word. Never call it in a subshell.
spawn() {
    local name=$1 log=$VAR/log/$1.log
    shift
    [[ ! -s $log ]] || mv -f "$log" "$log.1"
    setsid setpriv --pdeathsig TERM -- "$@" >"$log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
    PIDS[$name]=$!
    STARTED+=("$name")
}

alive() { kill -0 "${PIDS[$1]}" 2>/dev/null; }

tail_of() {
    say "De sista raderna i $VAR/log/$1.log:" >&2
    tail -n 15 "$VAR/log/$1.log" | sed 's/^/    /' >&2
}

# attempt NAME PROGRAM...: runs a program to its end and returns its exit code. In the background,
# since bash answers a signal only between foreground programs.
attempt() {
    spawn "$@"
    finish "$1"
}

# finish NAME: waits for what was spawned to end, and returns its exit code.
finish() {
    local name=$1 code=0
    wait "${PIDS[$name]}" || code=$?
    unset "PIDS[$name]"
    return "$code"
}

# step NAME PROGRAM...: the same, but a failure ends the script and shows the log.
step() {
    spawn "$@"
    finish_step "$1"
}

finish_step() {
    finish "$1" && return
    tail_of "$1"
    fail "Steget $1 misslyckades, se raderna ovan."
}

stop() {
    local name=$1 pid=${PIDS[$1]:-} signal=TERM
    [[ -n $pid ]] || return 0
    [[ $name != postgres ]] || signal=INT # its "fast" shutdown: does not wait for clients
    kill -"$signal" "$pid" 2>/dev/null || true
    for _ in {1..150}; do
        alive "$name" || break
        sleep 0.1
    done
    kill -KILL -- "-$pid" 2>/dev/null || true # what is left of its session
    wait "$pid" 2>/dev/null || true
    unset "PIDS[$name]"
}

stop_all() {
    local code=$? i name
    trap '' INT TERM HUP
    ((code == 0 || code > 128)) || [[ -n $SAID ]] ||
        printf '%s: avbröts oväntat; loggarna i %s säger kanske mer.\n' "$COMMAND" "$VAR/log/" >&2
    for name in beat worker web; do # these three need not wait for each other
        [[ -z ${PIDS[$name]:-} ]] || kill -TERM "${PIDS[$name]}" 2>/dev/null || true
    done
    for ((i = ${#STARTED[@]} - 1; i >= 0; i--)); do stop "${STARTED[i]}"; done
    release_services
}

stop_at_exit() {
    trap stop_all EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# shellcheck source=script/bootstrap.sh
source "$ROOT/script/bootstrap.sh"
# shellcheck source=script/servers.sh
source "$ROOT/script/servers.sh"
