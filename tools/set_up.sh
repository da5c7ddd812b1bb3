#!/bin/sh
# Makes .venv where it is missing and installs one pinned list of requirements into it, unless that was done already.
# usage: tools/set_up.sh requirements.txt|requirements-dev.txt
set -eu
cd "$(dirname "$0")/.."
list=$1
stamp=.venv/installed-$list

mark() {
    pwd
    cat "$1"
}

# The same list, installed at the same place: nothing to do. (The import fails when the system's Python was replaced.)
if [ -e "$stamp" ] && mark "$list" | cmp -s - "$stamp" && .venv/bin/python -c "import django" 2>/dev/null; then
    exit 0
fi

fail() {
    echo "$*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is missing: install it (on Debian and Ubuntu: apt install python3 python3-venv) and try again."
}

make_venv() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python's venv module is missing: install it (on Debian and Ubuntu: apt install python3-venv) and try again."
    echo "Making .venv with $("$python" -V) ..."
    "$python" -m venv --clear .venv || fail "The folder .venv could not be made: see the lines above."
}

# Moved checkouts and interrupted starts leave an environment that only looks whole.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1 || ! grep -qsF "$PWD/.venv" .venv/pyvenv.cfg; then
    make_venv
fi
echo "Installing $list (a minute or so the first time) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$list" ||
    fail "The packages of $list could not be installed: see the lines above (this step needs the network)."
mark "$list" >"$stamp"
# The longer list holds the shorter one whole.
[ "$list" != requirements-dev.txt ] || mark requirements.txt >.venv/installed-requirements.txt
