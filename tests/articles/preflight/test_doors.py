"""Every path to publication: the desk's stop at tonight's list, none goes past integrity, docs/preflight.md lists them all."""

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.preflight import tonight
from articles.publishing import NotReady, publish_issue, republish_article, restore_states, withdraw_article, withdraw_issue
from articles.writing.preflight import sign_off
from issues.models import Issue
from issues.writing import delete_issue
from newsroom.desk.dropping import take_file
from newsroom.roles import PUBLISHER
from tests.articles.preflight.ready import ready_article, ready_issue
from tests.factories import MORNING, make_issue, make_pdf, make_user
from tests.staff import address, make_client, send

pytestmark = pytest.mark.usefixtures("media_root")
ROOT = Path(__file__).resolve().parents[3]
DOORS = {"publish_issue", "restore_states", "republish_article", "set_times", "set_withdrawal", "publish_tonight"}


def callers() -> set[str]:
    """Where the code calls what brings print to readers, as file: function called."""
    found = set()
    for path in sorted((ROOT / app for app in ("articles", "issues", "newsroom")), key=str):
        for module in sorted(path.rglob("*.py")):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                    name = node.id if isinstance(node, ast.Name) else node.attr
                    if name in DOORS:
                        found.add(f"`{module.relative_to(ROOT).as_posix()}`: `{name}`")
    return found


def test_the_documents_list_every_path_to_publication_and_no_other() -> None:
    text = (ROOT / "docs/preflight.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith(("| `articles/", "| `newsroom/"))]
    listed = {line.removeprefix("| ").split(" |")[0] for line in lines}
    assert listed == callers()


def test_nothing_but_the_writing_module_of_issues_sets_the_times() -> None:
    wrong = []
    for app in ("articles", "issues", "newsroom"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if path.relative_to(ROOT).as_posix() == "issues/writing/issues.py" or "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "publish_at":
                    wrong.append(f"{path}:{node.lineno}")
    assert not wrong


@pytest.fixture
def open_issue(db: None) -> Issue:
    """Whole, with one open item."""
    made = ready_issue()
    ready_article(made.sections.get(), 1, title="声明书", body="<p>他说：“好。</p>")
    return made


@pytest.fixture
def publisher(db: None) -> Client:
    return make_client(PUBLISHER)


def by_act(publisher: Client, issue: Issue) -> str:
    return publisher.post(address(issue, "publish"), {"confirmed": "yes"}, follow=True).content.decode()


def by_list(publisher: Client, issue: Issue) -> str:
    chosen = {"action": "publish", "_selected_action": [issue.pk], "confirmed": "yes"}
    return publisher.post(address(Issue, "changelist"), chosen, follow=True).content.decode()


def by_schedule(publisher: Client, issue: Issue) -> str:
    sent = send(publisher, address(issue), scheduled_for_0="2199-02-14", scheduled_for_1="06:00:00")
    return str(sent.content.decode()) if sent.status_code == 200 else publisher.get(address(issue)).content.decode()


def by_board(publisher: Client, issue: Issue, name: str = "publish", at: str = "") -> str:
    where = reverse("desk:act", args=[issue.pk])
    return publisher.post(where, {"act": name, "at": at}, follow=True).content.decode()


def by_board_schedule(publisher: Client, issue: Issue) -> str:
    return by_board(publisher, issue, "schedule", "2199-02-14T06:00")


DESK = [by_act, by_list, by_schedule, by_board, by_board_schedule]


@pytest.mark.parametrize("door", DESK)
def test_the_desk_stops_at_an_open_item_and_links_to_the_list(door: Callable[..., str], publisher, open_issue) -> None:
    text = door(publisher, open_issue)
    assert f'<a href="/admin/issues/issue/{open_issue.pk}/preflight/">' in text.partition("breadcrumbs")[2]
    open_issue.refresh_from_db()
    assert open_issue.publish_at is None


@pytest.mark.parametrize("door", DESK)
def test_the_desk_publishes_when_the_last_item_is_signed_off(door: Callable[..., str], publisher, open_issue) -> None:
    sign_off(open_issue, tonight(open_issue).open, make_user("chief"), "原文如此")
    door(publisher, open_issue)
    open_issue.refresh_from_db()
    assert open_issue.publish_at is not None


def test_the_refusal_counts_the_open_items(open_issue) -> None:
    ready_article(open_issue.sections.get(), 2, title="又一篇", body="")
    with pytest.raises(NotReady) as refusal:
        publish_issue(open_issue, is_tonight=True)
    assert refusal.value.count == 2
    assert len(refusal.value.messages) == 1


def test_an_archive_is_published_with_open_items(open_issue) -> None:
    publish_issue(open_issue)
    assert Issue.objects.public().get() == open_issue


def test_what_readers_had_seen_comes_back_at_once(publisher, open_issue) -> None:
    publish_issue(open_issue)
    withdraw_issue(open_issue)
    by_act(publisher, open_issue)
    assert Issue.objects.public().get() == open_issue


def impossible(issue: Issue) -> Issue:
    issue.articles.update(title="　")
    return issue


@pytest.mark.parametrize(
    "door",
    [
        lambda issue: publish_issue(issue),
        lambda issue: publish_issue(issue, timezone.now() + dt.timedelta(days=1)),
        lambda issue: publish_issue(issue, is_tonight=True),
        lambda issue: restore_states(issue, MORNING, None, {}, {}),
    ],
    ids=["publish", "schedule", "the desk", "restore"],
)
@pytest.mark.django_db
def test_no_door_goes_past_integrity(door: Callable[[Issue], object]) -> None:
    issue = impossible(ready_issue())
    with pytest.raises(ValidationError):
        door(issue)
    issue.refresh_from_db()
    assert issue.publish_at is None


@contextmanager
def integrity(*problems: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("articles.publishing.integrity_problems", lambda _issue: list(problems))
        yield


Way = Callable[[Client, Issue], object]


def by_import(words: str, *problems: str) -> Way:
    """Of the issue's own package, with the words that make it public."""

    def bring_in(_publisher: Client, issue: Issue) -> None:
        folder = Path(settings.MEDIA_ROOT) / "packages"
        publish_issue(issue)
        call_command("export_issues", str(folder), verbosity=0)
        delete_issue(issue)
        with integrity(*problems), suppress(CommandError, SystemExit):
            call_command("import_issues", str(folder), words, verbosity=0)

    return bring_in


def comes_back(door: Way) -> Way:
    def bring_back(publisher: Client, issue: Issue) -> None:
        publish_issue(issue)
        withdraw_issue(issue)
        with integrity("stopped"):
            door(publisher, issue)

    return bring_back


def stopped(door: Way) -> Way:
    def try_it(publisher: Client, issue: Issue) -> None:
        with integrity("stopped"):
            door(publisher, issue)

    return try_it


EVERY_WAY = {
    **{door.__name__: stopped(door) for door in DESK},
    "by_act_again": comes_back(by_act),
    "by_board_again": comes_back(lambda publisher, issue: by_board(publisher, issue, "again")),
    "import --publish": by_import("--publish", "stopped"),
    "import --restore": by_import("--restore", "stopped"),
}


@pytest.mark.parametrize("way", EVERY_WAY)
def test_whatever_way_an_issue_takes_what_preflight_stops_no_reader_sees(way: str, publisher) -> None:
    issue = ready_issue()
    EVERY_WAY[way](publisher, issue)
    assert not Issue.objects.public().exists()
    assert Issue.objects.next_public_at() is None


@pytest.mark.parametrize("words", ["--publish", "--restore"])
def test_an_import_publishes_what_integrity_lets_pass(words: str, publisher) -> None:
    by_import(words)(publisher, ready_issue())
    assert Issue.objects.public().exists()


@pytest.mark.django_db
def test_what_comes_in_by_file_is_a_draft_until_somebody_publishes_it() -> None:
    issue = make_issue(publish_at=None)
    take_file(issue, "A01.pdf", make_pdf())
    assert not Issue.objects.public().exists()
    assert issue.sections.count() == 1


@pytest.mark.django_db
def test_an_article_comes_back_only_past_integrity() -> None:
    issue = ready_issue(publish_at=MORNING)
    article = issue.articles.get()
    withdraw_article(article, "失实")
    impossible(issue)
    with pytest.raises(ValidationError):
        republish_article(article)


@pytest.mark.django_db
def test_the_command_lists_what_is_open_and_its_status_says_so(open_issue, capsys) -> None:
    with pytest.raises(CommandError) as ended:
        call_command("preflight", "gysb/2023-02-14")
    assert ended.value.returncode == 1
    out = capsys.readouterr().out
    assert "gysb 2023-02-14: 1 item open\n  marks: 01 声明书: The mark “ has no partner: 他说：“好。\n" in out
    sign_off(open_issue, tonight(open_issue).open, make_user("chief"), "原文如此")
    call_command("preflight", "gysb/2023-02-14")
    assert "0 items open, 1 signed off\n" in capsys.readouterr().out
    call_command("preflight", "gysb/2023-02-14", "--all")
    assert "[signed off by chief: 原文如此]" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_names_integrity_first_and_refuses_an_unknown_issue(capsys) -> None:
    make_issue(publish_at=None)
    with pytest.raises(CommandError):
        call_command("preflight", "gysb/2023-02-14")
    assert "  integrity: 2023-02-14 has no page section.\n" in capsys.readouterr().out
    with pytest.raises(CommandError) as ended:
        call_command("preflight", "gysb/2023-02-15")
    assert ended.value.returncode == 2
