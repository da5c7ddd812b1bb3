"""`purge_issues`: shows, asks, removes an issue with everything that is its own, and nothing else."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from articles.models import Article, Author, HotZone, OldAddress
from articles.purging import purge_issue
from issues.models import Issue, PageSection
from issues.writing import set_times
from tests.factories import (
    VALENTINE,
    make_article,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_publication,
    make_section,
    make_zone,
)

pytestmark = pytest.mark.django_db
NEXT_DAY = VALENTINE + dt.timedelta(days=1)
SMALL = (60, 85)


@pytest.fixture(autouse=True)
def media(media_root):
    return media_root


class Person(io.StringIO):
    """Sits at a terminal and types."""

    def isatty(self):
        return True


def make_full_issue(date=VALENTINE, **changes):
    issue = make_issue(date, publication=make_publication("whsb", "望湖时报"), **{"publish_at": None, **changes})
    section = make_section(issue, picture=make_picture(*SMALL), pdf=make_pdf())
    article = make_article(section, authors=["沈棹"], title="新渡口开航")
    make_figure(article, picture=make_picture(*SMALL))
    make_zone(section, article)
    OldAddress.objects.create(path=f"/old/{date}/content_1.htm", article=article)
    return issue


def purge(*arguments, **options):
    """What was said, and the exit status."""
    out = io.StringIO()
    try:
        call_command("purge_issues", *arguments, stdout=out, **options)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def history_rows():
    return sum(model.history.count() for model in (Issue, PageSection, Article, HotZone))


@pytest.mark.django_db(transaction=True)
def test_an_issue_goes_with_its_files_old_addresses_and_history(media):
    make_full_issue()
    said, status = purge("whsb/2023-02-14", "--yes")
    assert status == 0
    assert said.splitlines()[0].startswith("whsb/2023-02-14 (draft): 1 pages, 1 articles, 2 pictures, 1 old addresses, ")
    assert "whsb/2023-02-14: removed" in said
    assert not Issue.objects.exists()
    assert not OldAddress.objects.exists()
    assert history_rows() == 0
    assert files_in(media) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_shown_are_all_the_files_and_their_bytes(media):
    make_full_issue()
    sizes = [path.stat().st_size for path in files_in(media)]
    assert f"{len(sizes)} files of {sum(sizes)} bytes" in purge("whsb/2023-02-14")[0]


def test_other_issues_papers_and_authors_stay():
    make_full_issue()
    other = make_full_issue(NEXT_DAY)
    before = Article.history.filter(issue_id=other.pk).count()
    assert before > 0
    assert purge("whsb/2023-02-14", "--yes")[1] == 0
    assert list(Issue.objects.all()) == [other]
    assert Article.history.filter(issue_id=other.pk).count() == before
    assert OldAddress.objects.count() == 1
    assert Author.objects.filter(name="沈棹").exists()


def test_only_the_named_edition_goes():
    make_full_issue()
    make_issue(publication=make_publication("whsb"), edition=2)
    assert purge("whsb/2023-02-14-2", "--yes", "--published")[1] == 0
    assert list(Issue.objects.values_list("edition", flat=True)) == [1]


def test_the_typed_dates_remove():
    make_full_issue()
    make_full_issue(NEXT_DAY)
    said, status = purge("whsb/2023-02-14", "whsb/2023-02-15", stdin=Person("2023-02-15 2023-02-14\n"))
    assert "Type 2023-02-14 2023-02-15 to remove for good" in said
    assert status == 0
    assert not Issue.objects.exists()


@pytest.mark.parametrize("typed", ["", "y\n", "yes\n", "2023-02-15\n", "2023-02-14 2023-02-15\n"])
def test_anything_else_that_is_typed_removes_nothing(typed):
    make_full_issue()
    said, status = purge("whsb/2023-02-14", stdin=Person(typed))
    assert "Expected 2023-02-14. Nothing was removed." in said
    assert status == 1
    assert Article.objects.exists()


def test_without_a_terminal_and_without_yes_nothing_is_removed():
    make_full_issue()
    said, status = purge("whsb/2023-02-14", stdin=io.StringIO("2023-02-14\n"))
    assert "Nobody is there to be asked; --yes removes without asking. Nothing was removed." in said
    assert status == 2
    assert Issue.objects.exists()


def test_one_name_that_is_not_there_and_nothing_is_removed():
    make_full_issue()
    said, status = purge("whsb/2023-02-14", "whsb/2023-02-16", "nowhere/2023-02-14-3", "--yes")
    assert said == "There is no issue whsb/2023-02-16, nowhere/2023-02-14-3. Nothing was removed."
    assert status == 2
    assert Issue.objects.exists()


@pytest.mark.parametrize("name", ["whsb", "whsb/", "whsb/2023-02-30", "/2023-02-14", "whsb/2023-02-14-x"])
def test_what_is_no_name_of_an_issue_is_refused_with_an_example(name):
    assert "such as whsb/2024-03-05-2" in purge(name, "--yes")[0]


def test_an_issue_that_readers_can_see_needs_published():
    make_full_issue(publish_at=dt.datetime(2023, 2, 14, tzinfo=dt.UTC))
    make_full_issue(NEXT_DAY)
    said, status = purge("whsb/2023-02-14", "whsb/2023-02-15", "--yes")
    assert said == "Readers can see whsb/2023-02-14; --published removes it all the same. Nothing was removed."
    assert status == 2
    assert Issue.objects.count() == 2
    assert purge("whsb/2023-02-14", "--yes", "--published")[1] == 0


def test_a_scheduled_issue_is_not_public_yet_and_a_withdrawn_one_no_more():
    make_full_issue(publish_at=dt.datetime(2190, 1, 1, tzinfo=dt.UTC))
    gone = dt.datetime(2023, 2, 16, tzinfo=dt.UTC)
    make_full_issue(NEXT_DAY, publish_at=dt.datetime(2023, 2, 15, tzinfo=dt.UTC), withdrawn_at=gone)
    said, status = purge("whsb/2023-02-14", "whsb/2023-02-15", "--yes")
    assert "whsb/2023-02-14 (scheduled)" in said
    assert "whsb/2023-02-15 (withdrawn, readers get 404 instead of 410)" in said
    assert status == 0


def test_an_issue_that_was_published_meanwhile_stays():
    issue = make_full_issue()
    set_times(issue, publish_at=dt.datetime(2023, 2, 14, tzinfo=dt.UTC))
    with pytest.raises(ValidationError):
        purge_issue(Issue.objects.get())
    assert Article.objects.exists()


def test_an_issue_named_twice_is_removed_once():
    make_full_issue()
    said, status = purge("whsb/2023-02-14", "whsb/2023-02-14", "--yes")
    assert said.count("removed") == 1
    assert status == 0


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_fails_leaves_rows_and_files(media, monkeypatch):
    make_full_issue()
    before = files_in(media)

    def fail(issue):
        raise ValidationError("boom")

    monkeypatch.setattr("articles.purging._forget", fail)
    said, status = purge("whsb/2023-02-14", "--yes")
    assert "whsb/2023-02-14 stays: boom" in said
    assert status == 1
    assert Article.objects.exists()
    assert files_in(media) == before
