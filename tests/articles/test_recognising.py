"""Scanned pages get their text by Tesseract, once; a picture that comes anew is recognised anew."""

import datetime as dt
import io
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import CommandError, call_command

from articles.intake.running import recognise_pages
from articles.models import DraftArticle
from issues.models import PageSection
from issues.writing import save_section
from tests.articles.test_intake import PRINTED
from tests.factories import make_issue, make_picture, make_publication, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.ocr, pytest.mark.usefixtures("media_root")]


def scan() -> bytes:
    """The upper left of a printed page, at 200 dpi."""
    with pypdfium2.PdfDocument(PRINTED) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    out = io.BytesIO()
    picture.crop((0, 1120, 930, 1820)).save(out, "PNG")
    return out.getvalue()


def test_a_scan_becomes_searchable_and_gives_drafts() -> None:
    section = make_section(make_issue(), picture=scan())
    assert recognise_pages(PageSection.objects.all()).pages == 1
    section.refresh_from_db()
    assert section.text_source == "ocr"
    assert "文昌阁" in section.text
    assert DraftArticle.objects.exists()
    assert recognise_pages(PageSection.objects.all()).pages == 0


def test_an_empty_sheet_is_not_tried_again_until_its_picture_changes() -> None:
    section = make_section(make_issue(), picture=make_picture(300, 400))
    recognise_pages(PageSection.objects.all())
    assert not PageSection.objects.unrecognised().exists()
    save_section(section, picture=make_picture(300, 401))
    assert PageSection.objects.unrecognised().exists()


def test_a_language_without_a_model_is_named() -> None:
    paper = make_publication(language="fi")
    make_section(make_issue(publication=paper), picture=make_picture(300, 400))
    with pytest.raises(CommandError, match="fi"):
        call_command("recognise_pages")


def test_a_language_without_a_model_is_named_once_and_the_other_papers_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = make_publication(slug="fi", language="fi")
    for day in (16, 17):
        make_section(make_issue(dt.date(2023, 2, day), publication=paper), picture=make_picture(300, 400))
    make_section(make_issue(dt.date(2023, 2, 15)), picture=make_picture(300, 400))
    run = recognise_pages(PageSection.objects.all())
    assert run.pages == 1
    assert [problem.partition(":")[0] for problem in run.problems] == ["fi 2023-02-17, page 01"]
    assert run.problems[0].endswith("apt install tesseract-ocr-fin; pages in this language wait")


def test_without_the_program_the_run_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_section(make_issue(), picture=make_picture(300, 400))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="which is not installed") as ended:
        call_command("recognise_pages")
    assert ended.value.returncode == 2
