#!/bin/sh
# Everything that can be known about the code without running it. All checks run; the last line says how it ended.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=

check() {
    what=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok       $what"
    else
        echo "FAILED   $what"
        echo "$output" | tail -n 60
        failed="$failed, $what"
    fi
}

check "style (ruff check)" $bin/ruff check --quiet .
check "layout (ruff format)" $bin/ruff format --check --quiet .
check "types (mypy)" $bin/mypy --no-fast-exit newsroom issues articles tools tests manage.py
check "templates (djlint)" $bin/djlint --lint --quiet templates
check "Django's own checks" $bin/python manage.py check --fail-level WARNING
check "migrations are complete" $bin/python manage.py makemigrations --check --dry-run
check "translations are complete and compiled" $bin/python -m tools.messages check

if [ -n "$failed" ]; then
    echo "make check: failed: ${failed#, }"
    exit 1
fi
echo "make check: all is well"
