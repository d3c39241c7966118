# shellcheck shell=bash
# The private PostgreSQL and Redis, each on a socket under var/run. Sourced by lib.sh.

PG_OLDEST=15
PG_BIN='' # the programs' directory
PG_SEEN='' # the newest version met, also one too old
AS_PG=() # how to become the user that PostgreSQL runs as

# --- which PostgreSQL

pg_version() {
    "$1/postgres" --version 2>/dev/null | sed -nE 's/^[^0-9]*([0-9]+).*/\1/p'
}

# Sets PG_BIN to the newest PostgreSQL of the machine; fails where that is too old or none.
find_postgres() {
    local dir version directories=(/usr/lib/postgresql/*/bin)
    [[ -z ${PG_BINDIR:-} ]] || directories=("$PG_BINDIR")
    PG_BIN='' PG_SEEN=''
    for dir in "${directories[@]}"; do
        version=$(pg_version "$dir") || continue
        ((version > ${PG_SEEN:-0})) || continue
        PG_SEEN=$version PG_BIN=$dir
    done
    ((${PG_SEEN:-0} >= PG_OLDEST))
}

postgres_too_old() {
    say "PostgreSQL $PG_OLDEST eller senare behövs, men här finns ${PG_SEEN:+bara version }${PG_SEEN:-ingen}." \
        "Installera en nyare, eller låt DATABASE_URL peka på en server som har det."
}

# Nothing is installed over somebody's own choice, nor beside an old server.
check_postgres_choice() {
    [[ -z ${DATABASE_URL:-} ]] || return 0
    find_postgres && return
    [[ -z ${PG_BINDIR:-} && -z $PG_SEEN ]] || fail "$(postgres_too_old)"
}

# --- where things lie

# PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes.
choose_pg_user() {
    local user=postgres
    ((EUID == 0)) || return 0
    id "$user" >/dev/null 2>&1 || user=nobody
    AS_PG=(setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --)
}

short_hash() { printf %s "$1" | sha256sum | cut -c 1-10; }

# make_private DIRECTORY: makes it, closed to all but the user of PostgreSQL (and root).
make_private() {
    [[ -d $1 ]] || (umask 077 && mkdir -p "$1")
    ((EUID != 0)) || chown "${AS_PG[1]#*=}:" "$1"
    chmod 700 "$1"
    [[ ! -L $1 && ($EUID == 0 || -O $1) ]] || fail "Katalogen $1 tillhör någon annan."
}

# place NAME [ELSEWHERE]: makes var/NAME, or a link by that name to the directory ELSEWHERE.
place() {
    local link=$VAR/$1 elsewhere=${2:-}
    if [[ -z $elsewhere ]]; then
        [[ ! -L $link ]] || rm "$link"
        make_private "$link"
        return
    fi
    make_private "$elsewhere"
    ln -sfn "$elsewhere" "$link"
}

# Plain letters and short: no URL needs to escape it, and a socket's path has room for 107 bytes.
fits_sockets() { [[ $VAR =~ ^[A-Za-z0-9._/-]+$ && ${#VAR} -lt 80 ]]; }

pg_user_enters() { "${AS_PG[@]}" test -x "$VAR"; }

# Sets PG_DATA and RUN. Both lie in var/ if they can. As root they often cannot: the user of
# PostgreSQL may not get into a project in a home directory.
choose_places() {
    local data='' run='' key
    key=$(short_hash "$VAR")
    if ((EUID == 0)) && ! { pg_user_enters && fits_sockets; }; then
        data=/var/lib/jobbtorg-$key/postgres run=/var/lib/jobbtorg-$key/run
        mkdir -p "${data%/*}"
        chmod 711 "${data%/*}"
    elif ! fits_sockets; then
        run=/tmp/jobbtorg-$EUID-$key
    fi
    place postgres "$data"
    place run "$run"
    PG_DATA=$(cd "$VAR/postgres" && pwd -P)/data
    RUN=$(cd "$VAR/run" && pwd -P)
}

# --- starting

# start_servers [POSTGRES OPTION...]: what DATABASE_URL and REDIS_URL do not point at.
start_servers() {
    choose_pg_user
    choose_places
    if [[ -z ${DATABASE_URL:-} ]]; then
        start_postgres "$@"
        export DATABASE_URL="postgresql://jobbtorg@/jobbtorg?host=$RUN"
        APP_DATABASE_URL="postgresql://jobbtorg_app@/jobbtorg?host=$RUN"
    fi
    if [[ -z ${REDIS_URL:-} ]]; then
        start_redis
        export REDIS_URL="unix://$RUN/redis.sock"
    fi
    "$PY" "$ROOT/script/check_services.py" || give_up
}

# From here on every program signs in to the database as the role that owns nothing. With a server
# elsewhere the environment says how: DATABASE_URL is the owner's, APP_DATABASE_URL the application's.
as_application() {
    [[ -n ${APP_DATABASE_URL:-} ]] || return 0
    step create_app_role "$PY" "$ROOT/manage.py" create_app_role
    export DATABASE_URL=$APP_DATABASE_URL
}

# until_ready NAME PROGRAM...: waits for a server for a minute at most.
until_ready() {
    local name=$1
    shift
    for _ in {1..300}; do
        ! "$@" >/dev/null 2>&1 || return 0
        alive "$name" || break
        sleep 0.2
    done
    tail_of "$name"
    fail "$name startade inte, se raderna ovan."
}

start_postgres() {
    local pg=("${AS_PG[@]}" env --chdir=/ setpriv --pdeathsig INT --)
    [[ -d $PG_DATA ]] || init_postgres
    same_version
    clear_stale
    spawn postgres "${pg[@]}" "$PG_BIN/postgres" -D "$PG_DATA" -k "$RUN" -c listen_addresses= "$@"
    until_ready postgres "$PG_BIN/pg_isready" -q -h "$RUN"
    "$PG_BIN/psql" -X -h "$RUN" -U jobbtorg -d postgres -Atc \
        "SELECT 1 FROM pg_database WHERE datname = 'jobbtorg'" | grep -q 1 ||
        "$PG_BIN/createdb" -h "$RUN" -U jobbtorg jobbtorg
}

# Trust is safe here: the only way in is a socket in a directory that is closed to others.
init_postgres() {
    say "Skapar databasklustret i $PG_DATA …"
    rm -rf "$PG_DATA.new" # one that was interrupted
    step initdb "${AS_PG[@]}" env --chdir=/ "$PG_BIN/initdb" -D "$PG_DATA.new" \
        --username=jobbtorg --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        --locale-provider=icu --icu-locale=sv-SE
    mv "$PG_DATA.new" "$PG_DATA"
}

same_version() {
    local made
    made=$(<"$PG_DATA/PG_VERSION")
    [[ $made == "$PG_SEEN" ]] || PG_BIN=/usr/lib/postgresql/$made/bin
    [[ -x $PG_BIN/postgres ]] ||
        fail "Databasen i $PG_DATA är gjord med PostgreSQL $made, som inte finns kvar här." \
            "Installera postgresql-$made, eller flytta undan katalogen för att börja om."
}

# After kill -9 or a power cut: the files that say a server is running. We hold the lock of var/,
# so none of ours is, unless its end is still under way.
clear_stale() {
    local pid
    [[ -f $PG_DATA/postmaster.pid ]] || return 0
    pid=$(head -n 1 "$PG_DATA/postmaster.pid")
    for _ in {1..150}; do
        [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) == "$PG_DATA" ]] || break
        kill -INT "$pid" 2>/dev/null || true
        sleep 0.1
    done
    rm -f "$PG_DATA/postmaster.pid" "$RUN"/.s.PGSQL.*
}

start_redis() {
    (umask 077 && mkdir -p "$VAR/redis")
    spawn redis redis-server --port 0 --unixsocket "$RUN/redis.sock" --unixsocketperm 700 \
        --dir "$VAR/redis" --save 60 1 --daemonize no
    until_ready redis redis-cli -s "$RUN/redis.sock" ping
}

# What manage.py needs to know in the demo.
demo_environment() {
    local file=$VAR/secret_key
    [[ -s $file ]] || (umask 077 && "$PY" -c 'import secrets; print(secrets.token_urlsafe(50))' >"$file")
    export SECRET_KEY=${SECRET_KEY:-$(<"$file")}
    export DEMO=1 PYTHONUNBUFFERED=1
    export ALLOWED_HOSTS=${ALLOWED_HOSTS:+$ALLOWED_HOSTS,}localhost,127.0.0.1
}
