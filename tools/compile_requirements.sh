#!/bin/sh
# Pins requirements*.in with the hashes of every file of each release; no index address gets into the result.
# Run it with the oldest Python that the project supports, so that nothing it needs is left out.
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3.11}
workshop=$(mktemp -d)
trap 'rm -rf "$workshop"' EXIT
"$python" -m venv "$workshop"
"$workshop/bin/python" -m pip install -q --disable-pip-version-check pip-tools

compile() {
    "$workshop/bin/pip-compile" --quiet --strip-extras --generate-hashes --allow-unsafe --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        --annotation-style=line --output-file="$1.txt" "$1.in"
}
compile requirements
compile requirements-dev
