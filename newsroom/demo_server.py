"""How gunicorn serves the demonstration: its configuration file."""

import signal
import subprocess
import sys
from typing import Any

from django.conf import settings

workers = 2
threads = 4
loglevel = "warning"
control_socket_disable = True
# Browsers keep connections open; nobody waits for them when the demonstration is stopped.
graceful_timeout = 3


def post_worker_init(worker: Any) -> None:
    """Ctrl-C reaches the whole terminal's group; the workers leave it to the parent, which then ends them in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def when_ready(server: Any) -> None:
    """Smaller pictures are made while visitors read: full-size ones are served until then. In a session of its own, so that
    Ctrl-C ends it through us alone."""
    with (settings.VAR_DIR / "renditions.log").open("w") as log:
        server.renditions = subprocess.Popen(
            [sys.executable, "manage.py", "renditions"], stdout=log, stderr=log, start_new_session=True
        )


def on_exit(server: Any) -> None:
    """What is not made yet is made at the next start."""
    server.renditions.terminate()
    server.renditions.wait()
