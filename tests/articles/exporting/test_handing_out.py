"""An issue's package from the admin: the bytes that the command writes, for those alone who may have them."""

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse

from issues.models import Issue
from newsroom.roles import ARCHIVIST, EDITOR
from tests import factories
from tests.packages import make_package
from tests.staff import address, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def export(client: Any, issue: Issue) -> Any:
    return client.get(reverse("admin:issues_issue_export", args=[issue.pk]))


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    call_command("import_issues", str(make_package(tmp_path / "in")), stdout=io.StringIO())
    return Issue.objects.get()


def test_archivist_gets_the_bytes_that_the_command_writes(issue: Issue, tmp_path: Path) -> None:
    call_command("export_issues", str(tmp_path / "out"), as_zip=True, stdout=io.StringIO())
    [written] = (tmp_path / "out").rglob("*.zip")
    answer = export(make_client(ARCHIVIST), issue)
    assert b"".join(answer.streaming_content) == written.read_bytes()
    assert answer["Content-Disposition"] == f'attachment; filename="{issue.publication.slug}-{issue}.zip"'
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"].startswith("private, no-store")


def test_form_offers_it_to_those_who_may(issue: Issue) -> None:
    where = reverse("admin:issues_issue_export", args=[issue.pk])
    assert where in make_client(ARCHIVIST).get(address(issue)).content.decode()
    assert where not in make_client(EDITOR).get(address(issue)).content.decode()
    assert export(make_client(EDITOR, username="another"), issue).status_code == 403


def test_it_is_asked_for_and_never_sent(issue: Issue) -> None:
    where = reverse("admin:issues_issue_export", args=[issue.pk])
    assert make_client(ARCHIVIST).post(where).status_code == 405


def test_draft_without_a_page_is_refused_in_a_sentence() -> None:
    issue = factories.make_issue(publish_at=None)
    client = make_client(ARCHIVIST)
    answer = client.get(reverse("admin:issues_issue_export", args=[issue.pk]), follow=True)
    assert answer.redirect_chain == [(address(issue), 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_missing_master_is_told_and_no_half_file_is_sent(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[Any] = []
    real = tempfile.TemporaryFile

    def noted(**options: Any) -> Any:
        left.append(real(**options))
        return left[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    storages["masters"].delete(issue.sections.exclude(picture="")[0].picture)
    answer = export(make_client(ARCHIVIST), issue)
    assert (answer.status_code, answer["Location"]) == (302, address(issue))
    assert [file.closed for file in left] == [True]


def test_temporary_file_is_gone_once_the_answer_was_sent(issue: Issue, tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = set(tmp_path.iterdir())
    answer = export(make_client(ARCHIVIST), issue)
    assert set(tmp_path.iterdir()) == before
    answer.close()
    assert set(tmp_path.iterdir()) == before
