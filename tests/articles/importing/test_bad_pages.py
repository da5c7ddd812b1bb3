"""Pages that turn out bad while their issue is saved: each is looked at once, and of too many the issue stays out."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from articles.importing.imported import MOST_REFUSED
from articles.models import ImportRun
from issues import pdf
from issues.models import Issue, PageSection
from issues.pdf.process import shared
from issues.pictures import FileRefused
from tests.articles.importing.pdf_pages import make_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
TOO_SMALL, UPRIGHT = (20, 800), (540, 780)


@pytest.fixture
def looks(monkeypatch):
    """How often each page's picture was made."""
    monkeypatch.setattr(pdf, "PICTURE_WIDTH", 400)
    return Counter()


@pytest.fixture
def spoil(monkeypatch, looks):
    """The pictures of these pages cannot be made, which only saving finds out."""

    def spoiled(*bad):
        good = shared.page_picture

        def page_picture(data, at=0):
            looks[at] += 1
            if at in bad:
                raise FileRefused("it needs more memory than a page may take; expected a plainer page")
            return good(data, at)

        monkeypatch.setattr(shared, "page_picture", page_picture)

    return spoiled


def bring_in(folder, pages, sizes=()):
    (folder / "20230214.pdf").write_bytes(make_pages(*[["字"]] * pages, sizes=sizes))
    out = io.StringIO()
    with pytest.raises(CommandError) as problem:
        call_command("import_issues", str(folder), paper="gysb", pages=False, stdout=out)
    return out.getvalue(), str(problem.value)


def test_good_pages_are_made_twice_and_bad_ones_once_however_many_are_bad(tmp_path, spoil, looks):
    spoil(2, 4, 5)
    bring_in(tmp_path, 7)
    assert [label for label, picture in PageSection.objects.values_list("label", "picture") if not picture] == ["03", "05", "06"]
    assert {at: looks[at] for at in (2, 4, 5)} == {2: 1, 4: 1, 5: 1}
    assert max(looks.values()) == 2


def test_an_issue_of_which_too_many_pages_are_bad_when_saved_is_refused_after_a_look_at_each(tmp_path, spoil, looks):
    spoil(*range(2, 20))
    _said, problem = bring_in(tmp_path, 20)
    assert f"more than {MOST_REFUSED} of its pages cannot be read, as here: " in problem
    assert not Issue.objects.exists()
    assert looks == Counter(range(2 + MOST_REFUSED + 1))


def test_pages_that_are_bad_when_read_count_with_those_that_are_bad_when_saved(tmp_path, spoil):
    spoil(*range(6, 11))
    sizes = [TOO_SMALL] * 6 + [UPRIGHT] * 7
    _said, problem = bring_in(tmp_path, 13, sizes)
    assert f"more than {MOST_REFUSED} of its pages cannot be read" in problem
    assert not Issue.objects.exists()


def test_refused_pages_are_counted_apart_from_refused_issues(tmp_path, spoil):
    spoil(1)
    said, _problem = bring_in(tmp_path, 4, [UPRIGHT, UPRIGHT, TOO_SMALL, UPRIGHT])
    assert said.endswith("In all: 1 created, 2 pages refused\n")
    run = ImportRun.objects.get()
    assert (run.state, run.created, run.refused) == ("partly", 1, 0)
    assert run.report["counts"] == {"created": 1, "pages_refused": 2}
