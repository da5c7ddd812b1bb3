"""Reads NEWSROOM_* from the environment; a value that cannot be meant stops the start with a sentence that says what to set."""

import os
import tempfile
import zoneinfo
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.http.request import split_domain_port, validate_host

from newsroom.word.robots import Robot, robots_of

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(f"NEWSROOM_{name}", default).strip()


def env_bool(name: str, default: bool = False) -> bool:
    """A misspelt boolean is refused: DEBUG=flase must not turn anything on."""
    value = os.environ.get(f"NEWSROOM_{name}")
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"NEWSROOM_{name} is {value!r}; set it to 1 or 0.")


def env_int(name: str, default: int, most: int | None = None) -> int:
    value = env_text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"NEWSROOM_{name} is {value!r}; set it to a whole number.")
    if most is not None and int(value) > most:
        raise ImproperlyConfigured(f"NEWSROOM_{name} is {value}; set it to at most {most}.")
    return int(value)


def env_time_zone(name: str, default: str) -> str:
    value = env_text(name) or default
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"NEWSROOM_{name} is {value!r}; set a name such as Asia/Shanghai.")
    return value


def kept_secret(file: Path, make: Callable[[], str]) -> str:
    """The text of a private file, made where it is missing; of two processes at a first start both read what one of them made."""
    if not file.exists():
        descriptor, own = tempfile.mkstemp(prefix=f"{file.name}-", dir=file.parent)  # for its owner's eyes alone
        with os.fdopen(descriptor, "w") as new:
            new.write(make())
        with suppress(FileExistsError):
            os.link(own, file)
        os.unlink(own)
    return file.read_text().strip()


def env_list(name: str) -> list[str]:
    return [item.strip() for item in env_text(name).split(",") if item.strip()]


def env_path(name: str, default: Path) -> Path:
    value = env_text(name)
    return Path(value).resolve() if value else default


def robots() -> tuple[Robot, ...]:
    try:
        return robots_of(env_text("WORD_OUT"), env_text("WORD_OUT_SECRET"))
    except ValueError as error:
        raise ImproperlyConfigured(f"NEWSROOM_WORD_OUT cannot be used: {error}.") from None


def base_url(default: str) -> str:
    value = env_text("BASE_URL", default).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query):
        raise ImproperlyConfigured(f"NEWSROOM_BASE_URL is {value!r}; set it to scheme and host, as in https://paper.example.")
    return value


def database_settings(default: str) -> dj_database_url.DBConfig:
    url = env_text("DATABASE_URL") or default
    try:
        if urlsplit(url).scheme in ("sqlite", "postgres", "postgresql"):
            return dj_database_url.parse(url)
    except ValueError:
        pass  # a port that is no number and the like: the sentence below says what to set
    raise ImproperlyConfigured("NEWSROOM_DATABASE_URL cannot be read; set sqlite:///file or postgres://user@host/name.")


def cache_settings(url: str) -> dict[str, object]:
    """`locmem://`, `file:///folder`, `redis://host:6379/0` or `dummy://`."""
    scheme, rest = url.partition("://")[::2]
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": rest or "newsroom"}
    if scheme == "dummy":
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if scheme == "file" and rest:
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": rest}
    if scheme in ("redis", "rediss") and rest:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured(f"NEWSROOM_CACHE_URL is {url!r}; set locmem://, file:///folder or redis://host:port/number.")


def refuse_unsafe_production(secret_key: str, allowed_hosts: list[str], url: str) -> None:
    """Everything that would make a public site unsafe, in one message."""
    problems = []
    if not secret_key:
        problems.append("NEWSROOM_SECRET_KEY is missing: set a random text of at least 50 characters")
    elif len(secret_key) < 50 or len(set(secret_key)) < 5:
        problems.append("NEWSROOM_SECRET_KEY is too weak: set a random text of at least 50 characters")
    if not allowed_hosts:
        problems.append("NEWSROOM_ALLOWED_HOSTS is missing: set the site's host names, separated by commas")
    elif "*" in allowed_hosts:
        problems.append("NEWSROOM_ALLOWED_HOSTS is *: name the site's host names instead")
    if not url.startswith("https://"):
        problems.append("NEWSROOM_BASE_URL must be the public https:// address of the site")
    elif allowed_hosts and not validate_host(split_domain_port(urlsplit(url).netloc)[0], allowed_hosts):
        problems.append("NEWSROOM_ALLOWED_HOSTS lacks the host of NEWSROOM_BASE_URL: add it")
    if problems:
        raise ImproperlyConfigured("The site does not start because its settings are unsafe. " + ". ".join(problems) + ".")


def refuse_open_debug(allowed_hosts: list[str]) -> None:
    """Debug pages show settings and source: only this machine may see them."""
    public = [host for host in allowed_hosts if host not in LOOPBACK]
    if public:
        raise ImproperlyConfigured(
            f"NEWSROOM_DEBUG and NEWSROOM_DEMO are for this machine only: take {public[0]!r} out of NEWSROOM_ALLOWED_HOSTS."
        )
