"""The site's own settings as every test runs them: as in production, on a database and a folder that vanish afterwards.

Of the shell's NEWSROOM_* only the database's address is heeded: a test means the same on every machine.
"""

import os
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("NEWSROOM_") and name != "NEWSROOM_DATABASE_URL"]:
    del os.environ[name]
folder = tempfile.TemporaryDirectory(prefix="newsroom-tests-")
os.environ |= {
    "NEWSROOM_SECRET_KEY": "a-key-for-tests-only-which-opens-nothing-anywhere-0123456789",
    "NEWSROOM_ALLOWED_HOSTS": "testserver,127.0.0.1,localhost,paper.example",
    "NEWSROOM_BASE_URL": "https://paper.example",
    "NEWSROOM_SSL_REDIRECT": "0",
    "NEWSROOM_VAR_DIR": folder.name,
}

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: two connections to a database in memory share locks that a file does not have.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(folder.name) / "test.sqlite3")}
# Hashed names need collectstatic first; a fast hash makes logging in cheap.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
