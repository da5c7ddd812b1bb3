"""How gunicorn serves the demonstration: its configuration file."""

import signal
from typing import Any

workers = 2
threads = 4
loglevel = "warning"
control_socket_disable = True
# Browsers keep connections open; nobody waits for them when the demonstration is stopped.
graceful_timeout = 3


def post_worker_init(worker: Any) -> None:
    """Ctrl-C reaches the whole terminal's group; the workers leave it to the parent, which then ends them in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
