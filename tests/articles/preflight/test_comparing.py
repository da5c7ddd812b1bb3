"""Pages are compared with their articles outside of requests, and what differs is kept until one of them changes."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from articles.finding.comparing import Difference, Unknown
from articles.holding import take_lock
from articles.intake.comparing import Compared
from articles.models import PageComparison
from articles.preflight import comparing, night_list
from articles.writing import save_article
from issues.layer import Box, TextLayer
from issues.models import Issue, PageSection
from newsroom.roles import ARCHIVIST, EDITOR
from tests.articles.preflight.ready import ready_issue, sign_again
from tests.staff import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def differing(printed: str, written: str) -> Difference:
    return Difference("changed", printed, written, 0, 0, 0, (0, 0), ())


@pytest.fixture
def issue() -> Issue:
    made = ready_issue()
    PageSection.objects.update(layer="layer", text_source="pdf")
    return made


@pytest.fixture
def differences(monkeypatch: pytest.MonkeyPatch) -> list[Difference]:
    """What the comparison of every page finds in its first article."""
    found: list[Difference] = []

    def compare(section: PageSection) -> Compared:
        article = section.articles.order_by("position")[0]
        return Compared(tuple((article, difference) for difference in found), (), TextLayer(100, 100))

    monkeypatch.setattr(comparing, "compare_section", compare)
    return found


def test_a_page_is_compared_once_and_again_when_a_text_changed(issue: Issue, differences: list[Difference]) -> None:
    differences.append(differing("六时", "七时"))
    assert comparing.compare_pages(issue) == 1
    assert [str(item.sentence) for item in night_list(issue)] == ["The page says “六时”, the article “七时”."]
    assert comparing.compare_pages(issue) == 0
    article = issue.articles.get()
    article.body = "<p>渡船六时开航。</p>"
    save_article(article)
    sign_again(issue.sections.get())
    differences.clear()
    assert [item.code for item in night_list(issue)] == ["not_compared"]
    assert comparing.compare_pages(issue) == 1
    assert night_list(issue) == []


def test_a_very_different_page_keeps_only_so_much(issue: Issue, differences: list[Difference]) -> None:
    differences += [differing(f"{number}", "") for number in range(2 * comparing.MOST)]
    comparing.compare_pages(issue)
    assert len(PageComparison.objects.get().differences) == comparing.MOST


def test_print_of_no_article_is_kept_without_one(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = Unknown("今晚八时起全城停水", Box(0, 0, 1, 1))
    compared = Compared((), (), TextLayer(100, 100), (unknown,))
    monkeypatch.setattr(comparing, "compare_section", lambda _section: compared)
    comparing.compare_pages(issue)
    kept = {"article": None, "kind": "printed", "printed": "今晚八时起全城停水", "written": ""}
    assert PageComparison.objects.get().differences == [kept]


def test_an_editor_starts_the_comparison_in_a_process_of_its_own(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **_options: Any) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Process)
    page = reverse("admin:issues_issue_preflight", args=[issue.pk])
    editor = make_client(EDITOR)
    assert 'value="compare"' in editor.get(page).content.decode()
    assert make_client(ARCHIVIST).post(page, {"act": "compare"}).status_code == 403
    assert started == []
    assert editor.post(page, {"act": "compare"}).status_code == 302
    assert started[0][-2:] == ["preflight", "gysb/2023-02-14"]


def test_while_a_comparison_is_at_work_the_page_says_so_and_none_is_begun(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr("articles.errands.start_command", lambda *words, **_options: started.append(words))
    page, editor = reverse("admin:issues_issue_preflight", args=[issue.pk]), make_client(EDITOR)
    folder = Path(settings.MEDIA_ROOT) / "comparing" / str(issue.pk)
    folder.mkdir(parents=True)
    lock = take_lock(folder)
    assert lock is not None
    try:
        assert editor.post(page, {"act": "compare"}).status_code == 302
        text = editor.get(page).content.decode()
    finally:
        os.close(lock)
    assert "data-comparing" in text
    assert 'value="compare"' not in text
    assert started == []
    assert 'value="compare"' in editor.get(page).content.decode()
