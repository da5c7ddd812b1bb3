"""The site starts on safe settings only, and says in a sentence what to set."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import demo, environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
SAFE = {
    "NEWSROOM_SECRET_KEY": KEY,
    "NEWSROOM_ALLOWED_HOSTS": "paper.example",
    "NEWSROOM_BASE_URL": "https://paper.example",
}
REPORT = """
import json, os
from newsroom import settings
print(json.dumps({name: getattr(settings, name) for name in os.environ["WANTED"].split()}, default=str))
"""


def start(folder: Path, code: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """A process of its own with production's safe settings, but for the changes."""
    wanted = {**SAFE, "NEWSROOM_VAR_DIR": str(folder), **changes}
    ours = {name: value for name, value in wanted.items() if value is not None}
    rest = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=rest | ours, capture_output=True, text=True, check=False)


def settings_of(folder: Path, *names: str, **changes: str | None) -> dict[str, Any]:
    done = start(folder, REPORT, WANTED=" ".join(names), **changes)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"NEWSROOM_SECRET_KEY": None}, "NEWSROOM_SECRET_KEY is missing"),
        ({"NEWSROOM_SECRET_KEY": "short"}, "NEWSROOM_SECRET_KEY is too weak"),
        ({"NEWSROOM_SECRET_KEY": "ab" * 40}, "NEWSROOM_SECRET_KEY is too weak"),
        ({"NEWSROOM_ALLOWED_HOSTS": None}, "NEWSROOM_ALLOWED_HOSTS is missing"),
        ({"NEWSROOM_ALLOWED_HOSTS": "paper.example, *"}, "NEWSROOM_ALLOWED_HOSTS is *"),
        ({"NEWSROOM_ALLOWED_HOSTS": "other.example"}, "NEWSROOM_ALLOWED_HOSTS lacks the host of NEWSROOM_BASE_URL"),
        ({"NEWSROOM_DATABASE_URL": "mysql://u@h/x"}, "NEWSROOM_DATABASE_URL cannot be read"),
        ({"NEWSROOM_BASE_URL": None}, "NEWSROOM_BASE_URL must be"),
        ({"NEWSROOM_BASE_URL": "http://paper.example"}, "NEWSROOM_BASE_URL must be"),
        ({"NEWSROOM_BASE_URL": "https://paper.example/news"}, "NEWSROOM_BASE_URL is 'https://paper.example/news'"),
        ({"NEWSROOM_DEBUG": "flase"}, "NEWSROOM_DEBUG is 'flase'; set it to 1 or 0."),
        ({"NEWSROOM_DEMO": "tru"}, "NEWSROOM_DEMO is 'tru'"),
        ({"NEWSROOM_SSL_REDIRECT": "nope"}, "NEWSROOM_SSL_REDIRECT is 'nope'"),
        ({"NEWSROOM_BEHIND_PROXY": "2"}, "NEWSROOM_BEHIND_PROXY is '2'"),
        ({"NEWSROOM_DEBUG": "1"}, "take 'paper.example' out of NEWSROOM_ALLOWED_HOSTS"),
        ({"NEWSROOM_DEMO": "1", "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1,*"}, "take '*' out of NEWSROOM_ALLOWED_HOSTS"),
        ({"NEWSROOM_DATABASE_URL": "newsroom.sqlite3"}, "NEWSROOM_DATABASE_URL cannot be read"),
        ({"NEWSROOM_DATABASE_URL": "oracel://x"}, "NEWSROOM_DATABASE_URL cannot be read"),
        ({"NEWSROOM_CACHE_URL": "memcached://x"}, "NEWSROOM_CACHE_URL is 'memcached://x'"),
        ({"NEWSROOM_HSTS_SECONDS": "1h"}, "NEWSROOM_HSTS_SECONDS is '1h'; set it to a whole number."),
        ({"NEWSROOM_MAX_PICTURE_PIXELS": "-1"}, "NEWSROOM_MAX_PICTURE_PIXELS is '-1'"),
        ({"NEWSROOM_MAX_BODY_CHARACTERS": "1000001"}, "NEWSROOM_MAX_BODY_CHARACTERS is 1000001; set it to at most 1000000."),
        ({"NEWSROOM_TIME_ZONE": "Asia/Shangai"}, "NEWSROOM_TIME_ZONE is 'Asia/Shangai'"),
    ],
)
def test_an_unsafe_or_misspelt_setting_stops_the_start(changes: dict[str, str | None], sentence: str, tmp_path: Path) -> None:
    done = start(tmp_path, "import newsroom.settings", **changes)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert sentence in last


def test_everything_unsafe_is_named_in_one_message(tmp_path: Path) -> None:
    done = start(tmp_path, "import newsroom.wsgi", **dict.fromkeys(SAFE))
    assert all(name in done.stderr.strip().splitlines()[-1] for name in SAFE)


def test_production_is_secure_by_default(tmp_path: Path) -> None:
    found = settings_of(
        tmp_path,
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "CSRF_TRUSTED_ORIGINS",
    )
    assert found.pop("DEBUG") is False
    assert found.pop("CSRF_TRUSTED_ORIGINS") == ["https://paper.example"]
    assert all(found.values()), found


def test_production_starts_and_passes_django_s_own_deploy_checks(tmp_path: Path) -> None:
    code = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
    code = code.replace("sys.argv", "['manage.py', 'check', '--deploy', '--tag', 'security', '--fail-level', 'ERROR']")
    done = start(tmp_path, code, DJANGO_SETTINGS_MODULE="newsroom.settings")
    assert done.returncode == 0, done.stderr


def test_the_demonstration_runs_on_loopback_without_https_and_keeps_its_key(tmp_path: Path) -> None:
    names = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "SESSION_COOKIE_SECURE", "DEBUG", "SECURE_SSL_REDIRECT")
    bare: dict[str, str | None] = {**dict.fromkeys(SAFE), "NEWSROOM_DEMO": "1"}
    first, second = (settings_of(tmp_path, *names, **bare) for _ in range(2))
    assert first == second
    assert len(first.pop("SECRET_KEY")) >= 50
    assert first == {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "BASE_URL": "http://127.0.0.1:8000",
        "SESSION_COOKIE_SECURE": False,
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": False,
    }
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////srv/paper.sqlite3", "sqlite3", "/srv/paper.sqlite3"),
        ("postgres://u:p@db.example:5433/paper", "postgresql", "paper"),
        ("postgresql://u@/paper?host=/run/postgresql", "postgresql", "paper"),
    ],
)
def test_the_database_comes_from_one_address(url: str, engine: str, name: str, tmp_path: Path) -> None:
    database = settings_of(tmp_path, "DATABASES", NEWSROOM_DATABASE_URL=url)["DATABASES"]["default"]
    assert database["ENGINE"].endswith(engine)
    assert database["NAME"] == name


@pytest.mark.parametrize("value", ["1", "true", "Yes", " on "])
def test_words_for_yes(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_X", value)
    assert environment.env_bool("X") is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off", ""])
def test_words_for_no(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_X", value)
    assert environment.env_bool("X", default=True) is False


@pytest.mark.parametrize("value", ["flase", "ture", "2", "y", "ja"])
def test_any_other_word_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_X", value)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_X"):
        environment.env_bool("X")


@pytest.mark.parametrize("url", ["ftp://paper.example", "paper.example", "https://", "https://paper.example/?a=1"])
def test_a_base_url_is_scheme_and_host(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_BASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_BASE_URL"):
        environment.base_url("")


def test_a_slash_at_the_end_of_the_base_url_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_BASE_URL", "https://paper.example/")
    assert environment.base_url("") == "https://paper.example"


@pytest.mark.parametrize(
    ("url", "backend"),
    [("locmem://", "LocMem"), ("dummy://", "Dummy"), ("file:///tmp/x", "FileBased"), ("redis://h:6379/0", "Redis")],
)
def test_the_cache_comes_from_one_address(url: str, backend: str) -> None:
    assert backend in str(environment.cache_settings(url)["BACKEND"])


def test_the_demonstration_s_canonical_addresses_name_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSROOM_BASE_URL", raising=False)
    monkeypatch.setattr(os, "execv", lambda *_command: None)
    demo.serve(8123)
    assert os.environ.pop("NEWSROOM_BASE_URL") == "http://127.0.0.1:8123"


def test_two_first_starts_at_once_end_with_one_key(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    seen: list[str] = []

    def make_slowly() -> str:
        """Meanwhile another process begins and ends."""
        seen.append(environment.kept_secret(file, lambda: "the other's"))
        return "mine"

    seen.append(environment.kept_secret(file, make_slowly))
    assert seen == ["the other's"] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert file.stat().st_mode & 0o077 == 0
