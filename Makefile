# The commands of the house. `make demo` needs nothing but Python 3.11 or newer with venv.
PORT ?= 8000
SUITES ?=
python := .venv/bin/python
# What the tests and checks run with: production's settings, but a database and a folder of their own.
test_settings := DJANGO_SETTINGS_MODULE=tests.settings

.PHONY: help demo test check prove bench-import bench-pages bench-desk format messages requirements clean

help:
	@echo "make demo            the sample newspaper at http://127.0.0.1:$(PORT)/ (PORT=8080 for another port)"
	@echo "make test            every test, on SQLite, PostgreSQL, in Chromium, on real data (SUITES=\"sqlite browser\" for some)"
	@echo "make check           style, types, templates, migrations, translations"
	@echo "make prove           imports, watchers and copies killed, cut off and starved: an hour (PROOFS=\"import disk\" for some)"
	@echo "make bench-import    speed of import and export beside a plain load: twenty minutes (BENCH=\"--steps 1\" for less)"
	@echo "make bench-pages     articles found on 120 typeset pages, plain, with crop marks, in CMYK, scanned: twenty-five minutes"
	@echo "                     (BENCH=\"--pages 2\" for less, BENCH=\"--variants\" for plain pages alone)"
	@echo "make bench-desk      every page of the admin over 240,000 articles: its queries, the database's milliseconds: fifteen minutes"
	@echo "                     (BENCH=\"--issues 100\" for less, BENCH=\"--all\" to list every page)"
	@echo "make format          what make check wants of the layout of code"
	@echo "make messages        collect the texts to translate into locale/ and compile them"
	@echo "make requirements    pin requirements*.in anew"
	@echo "make clean           remove .venv and what tools have cached"

demo: export NEWSROOM_DEMO = 1
demo:
	@tools/set_up.sh requirements.txt
	@NEWSROOM_DEMO=1 $(python) manage.py demo --port $(PORT)

test:
	@tools/set_up.sh requirements-dev.txt
	@$(python) -m tools.run_tests $(SUITES)

check:
	@tools/set_up.sh requirements-dev.txt
	@$(test_settings) tools/check.sh

prove:
	@tools/set_up.sh requirements-dev.txt
	@$(python) -m tools.prove $(PROOFS)

bench-import:
	@tools/set_up.sh requirements-dev.txt
	@$(python) -m benchmarks.import_speed $(BENCH)

bench-pages:
	@tools/set_up.sh requirements-dev.txt
	@$(python) -m benchmarks.find_zones $(BENCH)

bench-desk:
	@tools/set_up.sh requirements-dev.txt
	@$(python) -m benchmarks.desk_at_scale $(BENCH)

format:
	@tools/set_up.sh requirements-dev.txt
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format .

messages:
	@tools/set_up.sh requirements-dev.txt
	@$(python) -m tools.messages update

requirements:
	@tools/compile_requirements.sh

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
