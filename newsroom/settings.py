"""Every setting of the site. What differs between machines comes from NEWSROOM_* (docs/operations.md has the table)."""

from importlib.resources import files
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from newsroom.environment import (
    base_url,
    cache_settings,
    database_settings,
    env_bool,
    env_int,
    env_list,
    env_path,
    env_text,
    env_time_zone,
    kept_secret,
    refuse_open_debug,
    refuse_unsafe_production,
    robots,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env_bool("DEBUG")
DEMO = env_bool("DEMO")  # the embedded demonstration on loopback: plain http, random passwords
VAR_DIR = env_path("VAR_DIR", BASE_DIR / "var" / ("demo" if DEMO else "site"))
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env_text("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
BASE_URL = base_url("http://127.0.0.1:8000" if DEBUG or DEMO else "")
if DEBUG or DEMO:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
    refuse_open_debug(ALLOWED_HOSTS)
    if not SECRET_KEY:
        SECRET_KEY = kept_secret(VAR_DIR / "secret_key", get_random_secret_key)
else:
    refuse_unsafe_production(SECRET_KEY, ALLOWED_HOSTS, BASE_URL)

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "articles",
    "issues",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.caching.TextCompressionMiddleware",
    "newsroom.caching.CachingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.language.AdminLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",  # who made a change
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
ASGI_APPLICATION = "newsroom.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_settings(f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers read while one writes; IMMEDIATE makes a writer wait at its start instead of failing at its end.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# History is asked for by row, never by date alone: an index less to write for each of them.
SIMPLE_HISTORY_DATE_INDEX = False
CACHES = {"default": cache_settings(env_text("CACHE_URL", "locmem://"))}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env_time_zone("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env_path("STATIC_ROOT", VAR_DIR / "static")
# Of the editor of bodies its script alone is used: no app, no form field, no import map that the policy would have to allow.
EDITOR_FILES = str(files("django_prose_editor") / "static" / "django_prose_editor")
STATICFILES_DIRS = [BASE_DIR / "static", ("django_prose_editor", EDITOR_FILES)]
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = env_path("MEDIA_ROOT", VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "newsroom.storage.MasterStorage"},
    "masters": {"BACKEND": "newsroom.storage.MasterStorage"},
    "served": {"BACKEND": "newsroom.storage.ServedStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "newsroom.storage.HashedStaticStorage"
    },
}
MASTER_FILE_MODE = 0o640  # masters are for the site and a backup of its group
# An internal nginx location that maps to <media root>/served; empty: Django sends the files itself.
ACCEL_REDIRECT = env_text("ACCEL_REDIRECT")
FEED_FULL_TEXT = env_bool("FEED_FULL_TEXT")
MAX_PICTURE_PIXELS = env_int("MAX_PICTURE_PIXELS", 100_000_000)
MAX_PICTURE_BYTES = env_int("MAX_PICTURE_BYTES", 100_000_000)
MAX_PDF_BYTES = env_int("MAX_PDF_BYTES", 200_000_000)
MAX_UPLOAD_BYTES = env_int("MAX_UPLOAD_BYTES", 1_000_000_000)
LEAST_PAGE_WIDTH = env_int("LEAST_PAGE_WIDTH", 1200)  # pixels; a narrower page picture is on tonight's list
MAX_BODY_CHARACTERS = env_int("MAX_BODY_CHARACTERS", 1_000_000, most=1_000_000)  # the table takes no more
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

WORD_OUT = robots()  # the group chats' robots that are told what happens

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
IS_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 3600) if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS and env_bool("SSL_REDIRECT", True)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if env_bool("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A 404 is the visitor's mistake, not the site's.
    "loggers": {"django.request": {"level": "ERROR"}},
}
