"""The demonstration: an embedded database with the sample newspaper, two accounts, and the server itself, on loopback."""

import os
import secrets
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from articles.importing.options import ReadingOptions
from articles.importing.running import run_import
from articles.importing.saving import SavingOptions
from issues.models import Issue, Membership
from issues.writing import save_membership
from newsroom.roles import EDITOR, PUBLISHER, make_role

SAMPLE = settings.BASE_DIR / "sample" / "cprb"
ACCOUNTS = {"editor": EDITOR, "publisher": PUBLISHER}


def prepare(out: OutputWrapper) -> list[str]:
    """Everything that is not there yet: tables, sample, accounts, static files. Problems of the import, a sentence each.

    A second run finds all of it and writes nothing, so what a visitor tried out stays.
    """
    call_command("migrate", verbosity=0, interactive=False)
    problems = import_sample(out)
    make_accounts(out)
    if not static_files_are_collected():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return problems


def import_sample(out: OutputWrapper) -> list[str]:
    """Once; a run that was broken off is gone on with, since an import that is there is left unchanged."""
    done = settings.VAR_DIR / "sample_imported"
    if done.exists():
        return []
    problems = run_import([SAMPLE], ReadingOptions(), SavingOptions(restore=True), out)
    if not problems:
        done.touch()
    return problems


def make_accounts(out: OutputWrapper) -> None:
    """Passwords are random and shown this once."""
    users = get_user_model()
    for name, role in ACCOUNTS.items():
        if not users.objects.filter(username=name).exists():
            password = secrets.token_urlsafe(9)
            user = users.objects.create_user(name, password=password, is_staff=True)
            user.groups.add(make_role(role))
            save_membership(Membership(user=user))
            out.write(f"New account: {name}, password {password} (shown only now)\n")


def static_files_are_collected() -> bool:
    """Collected since the last change of a static file of ours; Django's own change only with the requirements."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = [settings.BASE_DIR / "requirements.txt", *(settings.BASE_DIR / "static").rglob("*")]
    return all(source.stat().st_mtime <= manifest.stat().st_mtime for source in sources if source.exists())


def addresses(port: int) -> list[tuple[str, str]]:
    """What to open, with a word on each."""
    site = f"http://127.0.0.1:{port}"
    newest = Issue.objects.public().newest_first().select_related("publication").with_first_section().first()
    if newest is None:
        return [("the site", f"{site}/"), ("the admin", f"{site}/admin/")]
    folder = f"{site}{newest.get_absolute_url()}"
    return [
        ("the paper", f"{site}/"),
        ("its front page", f"{folder}node_{newest.first_section_key}.htm"),
        ("all headlines", f"{folder}titles.htm"),
        ("the archive", f"{site}/{newest.publication.slug}/archive/"),
        ("the admin", f"{site}/admin/"),
    ]


def port_problem(port: int) -> str:
    """Why the port cannot be served on, in a sentence; empty where it can."""
    another = "choose another one with PORT=, as in `make demo PORT=8001`."
    if not 1 <= port <= 65535:
        return f"{port} is no port; {another}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Port {port} is not allowed to you; {another}"
        except OSError:
            return f"Port {port} is in use; {another}"
    return ""


def serve(port: int) -> None:
    """Becomes gunicorn, so that Ctrl-C reaches it and nothing is left behind; canonical addresses name the port."""
    os.environ.setdefault("NEWSROOM_BASE_URL", f"http://127.0.0.1:{port}")
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:newsroom.demo_server", "--bind", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [*command, "newsroom.wsgi:application"])  # noqa: S606 - the shell has no part in it
