"""A PostgreSQL server for one run of the tests: a cluster, a port and a password of its own, all gone afterwards."""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

USER = "newsroom"
# Nothing here needs to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
START_SECONDS = 60
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1


class PostgresProblem(Exception):
    """The server could not be made or started; the text holds what it said."""


def server_binaries() -> Path | None:
    """The folder that holds `initdb` and `postgres`: the newest of Debian's, or the one on the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = installed[-1] if installed else Path(on_path).resolve() if on_path else None
    return found.parent if found and (found.parent / "postgres").exists() else None


def unprivileged_account() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, which PostgreSQL refuses to be; None: ourselves."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


class Cluster:
    """One server over one folder; both belong to an account that is not root."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries = binaries
        self.folder = folder
        self.password = secrets.token_hex(16)
        self.account = unprivileged_account()
        self.log = folder / "server.log"

    def start_program(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl-C reaches it only through us; it ends when we die."""
        who = self.account
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(self.binaries / name), *arguments],
                cwd=self.folder,
                env=environment | {"HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
                user=who.pw_uid if who else None,
                group=who.pw_gid if who else None,
                extra_groups=[] if who else None,
            )

    def create(self) -> None:
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if self.account:
            for path in (self.folder, password_file):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        common = ("-D", str(self.folder / "data"), "-U", USER, "--auth=scram-sha-256", f"--pwfile={password_file}")
        for locale in ("C.UTF-8", "C"):
            if self.start_program("initdb", *common, "--encoding=UTF8", f"--locale={locale}", "--no-sync").wait() == 0:
                return
        raise PostgresProblem(self.last_words())

    def start(self, port: int) -> subprocess.Popen[bytes]:
        options = (*FAST, "listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={self.folder}")
        arguments = [part for option in options for part in ("-c", option)]
        return self.start_program("postgres", "-D", str(self.folder / "data"), *arguments)

    def wait_until_ready(self, server: subprocess.Popen[bytes], url: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while server.poll() is None and time.monotonic() < deadline:
            try:
                psycopg2.connect(f"{url}/postgres").close()
            except psycopg2.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise PostgresProblem(self.last_words())

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])


def die_with_parent() -> None:
    """Asks Linux to stop this process when the one that started it is gone, however that ended."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(server: subprocess.Popen[bytes]) -> None:
    """A fast shutdown; one that does not come in time is ended hard."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Yields a database URL (the database itself is made by Django's test runner). Other clusters are left alone.

    Raises PostgresProblem when there is no server to be had.
    """
    binaries = server_binaries()
    if binaries is None:
        raise PostgresProblem("There is no initdb here.")
    # Root's own temporary folder may be closed to the account that the server runs as.
    parent = "/tmp" if os.geteuid() == 0 else None  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="newsroom-postgres-", dir=parent, ignore_cleanup_errors=True) as name:
        cluster = Cluster(binaries, Path(name))
        cluster.create()
        port = free_port()
        url = f"postgres://{USER}:{cluster.password}@127.0.0.1:{port}"
        server = cluster.start(port)
        try:
            cluster.wait_until_ready(server, url)
            yield f"{url}/{USER}"
        finally:
            stop(server)
