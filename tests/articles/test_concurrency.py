"""Two at once, each with a connection of its own: nobody's key, position or time is lost."""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from articles.models import Article
from articles.publishing import publish_issue, withdraw_article
from articles.writing import move_article, save_article
from issues.models import Issue, PageSection
from issues.writing import order_sections, save_section
from tests.factories import make_article, make_issue, make_picture, make_section, make_zone
from tests.state import version_of

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Runs each in a thread of its own, all starting together; gives what was refused. Other errors fail the test."""
    start = threading.Barrier(len(acts))
    refused: list[Exception] = []
    failed: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except ValidationError as error:
            refused.append(error)
        except BaseException as error:  # noqa: BLE001 (it is raised again below, in the test's own thread)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if failed:
        raise failed[0]
    return refused


def test_two_editors_adding_articles_get_different_keys_and_places() -> None:
    section = make_section()

    def add() -> None:
        for number in range(ROUNDS):
            page = PageSection.objects.get(pk=section.pk)
            save_article(Article(page_section=page, title=f"第{number}篇"))

    before = version_of(section.issue)
    assert at_once(add, add) == []
    numbers = range(1, 2 * ROUNDS + 1)
    assert sorted(map(int, section.articles.values_list("key", flat=True))) == list(numbers)
    assert sorted(section.articles.values_list("position", flat=True)) == list(numbers)
    assert version_of(section.issue) >= before + 2 * ROUNDS


def test_two_imports_adding_pages_get_different_keys_and_places(media_root: Path) -> None:
    issue, picture = make_issue(), make_picture(16, 16)

    def add(fold: str) -> None:
        for number in range(1, ROUNDS + 1):
            page = PageSection(issue=Issue.objects.get(pk=issue.pk), fold=fold, label=f"{number:02}")
            save_section(page, picture=picture)

    assert at_once(lambda: add("A"), lambda: add("B")) == []
    sections = list(issue.sections.in_order())
    assert sorted(int(section.key) for section in sections) == list(range(1, 2 * ROUNDS + 1))
    assert [section.position for section in sections] == list(range(1, 2 * ROUNDS + 1))
    assert len({section.picture for section in sections}) == 2 * ROUNDS


def test_the_same_label_is_given_once() -> None:
    issue = make_issue()

    def add() -> None:
        save_section(PageSection(issue=Issue.objects.get(pk=issue.pk), label="01"))

    assert len(at_once(add, add)) == 1
    assert issue.sections.count() == 1


def test_reordering_while_articles_move_leaves_every_position_once() -> None:
    issue = make_issue()
    sections = [make_section(issue) for _ in range(3)]
    stories = [make_article(section) for section in sections for _ in range(3)]
    pks = [section.pk for section in sections]

    def turn() -> None:
        for _ in range(ROUNDS):
            pks.append(pks.pop(0))
            order_sections(Issue.objects.get(pk=issue.pk), pks)

    def move() -> None:
        for number in range(ROUNDS):
            story = Article.objects.get(pk=stories[number].pk)
            move_article(story, sections[(number + 1) % 3], 1)

    assert at_once(turn, move) == []
    assert list(issue.sections.in_order().values_list("position", flat=True)) == [1, 2, 3]
    places = Counter(issue.articles.values_list("page_section", flat=True))
    for section in sections:
        positions = list(section.articles.order_by("position").values_list("position", flat=True))
        assert positions == list(range(1, places[section.pk] + 1))


def test_of_two_publications_one_is_refused_and_the_time_is_the_first_one_s() -> None:
    issue = make_section(make_issue(publish_at=None)).issue
    refused = at_once(*(lambda: publish_issue(Issue.objects.get(pk=issue.pk)) for _ in range(2)))
    issue.refresh_from_db()
    assert len(refused) == 1
    assert issue.state() == Issue.State.PUBLISHED


def test_a_withdrawal_and_a_new_picture_at_once_end_masked(media_root: Path) -> None:
    section = make_section(picture=make_picture(64, 64))
    article = make_article(section)
    make_zone(section, article)

    def replace() -> None:
        save_section(PageSection.objects.get(pk=section.pk), picture=make_picture(48, 48))

    def withdraw() -> None:
        withdraw_article(Article.objects.get(pk=article.pk), "错误")

    assert at_once(replace, withdraw) == []
    section.refresh_from_db()
    assert section.masks
    served = Path(media_root / "served" / "issues" / str(section.issue_id))
    assert {path.name for path in served.iterdir()} <= {
        f"page_1-{section.picture_version}-48.{ending}" for ending in ("jpg", "webp")
    }
