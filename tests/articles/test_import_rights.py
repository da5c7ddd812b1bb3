"""What an upload may do in a paper: whose paper it is, what of it readers see, and who hears of a failure."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from articles.admin.reports import Report
from articles.admin.upload_form import OptionsForm
from articles.importing.uploads.running import UploadRun, run_upload
from articles.importing.uploads.storing import add_piece, begin_upload
from articles.models import ImportRun
from articles.publishing import publish_issue, withdraw_issue
from articles.writing.runs import begin_run, end_run
from issues import events
from issues.models import Issue, PageSection, Publication, PublicationName, Suspension
from newsroom.roles import ARCHIVIST, PUBLISHER
from tests import factories
from tests.articles.preflight.ready import ready_issue
from tests.packages import PUBLICATION, issue_json, make_zip, simple_package
from tests.staff import make_client

pytestmark = pytest.mark.django_db
RENAMED = {
    "issue__date": "2024-03-06",
    "publication__names": [*PUBLICATION["names"], {"from_date": "2020-01-01", "name": "假时报"}],
    "publication__suspensions": [{"first": "2024-03-01", "last": "2024-03-04", "note": "被关"}],
}
TABLE = "日期,版号,标题,正文\n2024-03-05,01,渡口开航,首班渡轮离岸。\n".encode()


@pytest.fixture(autouse=True)
def media(media_root):
    """Uploads lie there."""


@pytest.fixture
def archivist() -> User:
    return staff(ARCHIVIST)


@pytest.fixture
def publisher() -> User:
    return staff(PUBLISHER)


@pytest.fixture
def zipped(tmp_path):
    def zipped(**changes) -> bytes:
        return make_zip(tmp_path / "issue.zip", {"issue.json": issue_json(simple_package(**changes))}).read_bytes()

    return zipped


def staff(role, **fields) -> User:
    make_client(role, **fields)
    return User.objects.get(username=fields.get("username", role))


def bring(user, data, name="望湖.zip", **options) -> str:
    """Uploads and imports it; gives what the import said, its problems first."""
    upload = begin_upload(user, name, len(data), options)
    add_piece(upload, 0, data)
    upload.refresh_from_db()
    out = io.StringIO()
    problems = run_upload(upload, out, dry_run=False)
    return "\n".join([*problems, out.getvalue()])


def report_in_chinese() -> Report:
    return Report(ImportRun.objects.latest("pk"))


def names() -> set[str]:
    return set(PublicationName.objects.values_list("name", flat=True))


@pytest.fixture
def heard():
    got = []

    def hear(sender, what, sentence, issue, **kwargs):
        got.append(str(sentence))

    events.happened.connect(hear)
    yield got
    events.happened.disconnect(hear)


# What readers see of the paper


def test_who_may_not_publish_adds_neither_names_nor_suspensions_to_a_paper_that_is_there(archivist, publisher, zipped):
    bring(publisher, zipped(), publish=True)
    said = bring(archivist, zipped(**RENAMED))
    assert "created (draft)" in said
    assert "left out: name from 2020-01-01, suspension from 2024-03-01" in said
    assert "假时报" not in names()
    assert not Suspension.objects.exists()
    assert "name of the paper" not in said


def test_new_paper_comes_with_its_names_and_suspensions_whoever_brings_it(archivist, zipped):
    assert "left out" not in bring(archivist, zipped(**RENAMED))
    assert "假时报" in names()
    assert Suspension.objects.count() == 1


def test_same_files_are_not_done_with_for_who_may_publish(archivist, publisher, zipped):
    bring(publisher, zipped(), publish=True)
    bring(archivist, zipped(**RENAMED))
    assert "unchanged" in bring(archivist, zipped(**RENAMED))
    assert "new: 1 name of the paper, 1 suspension" in bring(publisher, zipped(**RENAMED))
    assert "假时报" in names()


def test_additions_that_are_left_out_do_not_make_an_unchanged_public_issue_a_changed_one(archivist, publisher, zipped):
    bring(publisher, zipped(), publish=True)
    said = bring(archivist, zipped(**{**RENAMED, "issue__date": "2024-03-05"}))
    assert "unchanged (published)" in said
    assert "left out" in said


def test_new_issue_names_what_it_adds_to_its_paper(publisher, zipped):
    bring(publisher, zipped())
    said = bring(publisher, zipped(**RENAMED))
    assert "created (draft): 2 page sections, 3 articles, 1 name of the paper, 1 suspension" in said
    with translation.override("zh-hans"):
        (issue,) = report_in_chinese().issues
    assert "1 个报名" in issue.amounts
    assert issue.amounts.endswith("1 休刊")


def test_fields_that_the_paper_keeps_are_named_in_the_readers_language(publisher, zipped):
    bring(publisher, zipped())
    said = bring(publisher, zipped(issue__date="2024-03-06", publication__motto="另一句", publication__icp_number="样"))
    assert "the package says something else: motto, ICP number" in said
    with translation.override("zh-hans"):
        ((_what, notes),) = report_in_chinese().issues[0].facts
        assert str(Publication._meta.get_field("icp_number").verbose_name) in notes[0]
    assert "motto" not in notes[0]
    assert "ICP number" not in notes[0]


# What has a time of publication


def schedule(issue: Issue) -> None:
    publish_issue(issue, timezone.now() + dt.timedelta(hours=8))


def withdraw(issue: Issue) -> None:
    publish_issue(issue)
    withdraw_issue(issue)


SCHEDULED = "this issue is scheduled; only who may publish changes it by an import"
SEEN = "readers have seen this issue; only who may publish changes it by an import"


@pytest.mark.parametrize(("act", "sentence"), [(schedule, SCHEDULED), (publish_issue, SEEN), (withdraw, SEEN)])
def test_who_may_not_publish_changes_drafts_alone(act, sentence, archivist, publisher):
    issue = ready_issue(dt.date(2024, 3, 5))
    act(issue)
    assert f"稿件.csv: {sentence}" in bring(archivist, TABLE, "稿件.csv", paper="gysb")
    assert issue.articles.count() == 1
    assert issue.sections.get().state == PageSection.State.SIGNED
    assert "new: 1 article" in bring(publisher, TABLE, "稿件.csv", paper="gysb")


def test_refusal_does_not_hold_back_the_other_issues_of_a_file(archivist):
    schedule(ready_issue(dt.date(2024, 3, 5)))
    said = bring(archivist, TABLE + "2024-03-06,01,渡口停航,末班渡轮靠岸。\n".encode(), "稿件.csv", paper="gysb")
    assert SCHEDULED in said
    assert "gysb 2024-03-06: created (draft)" in said
    assert ImportRun.objects.latest("pk").state == "partly"


def test_file_that_changes_nothing_of_a_scheduled_issue_is_taken_from_everybody(archivist):
    bring(archivist, TABLE, "稿件.csv", paper="gysb", paper_name="观渔时报")
    schedule(Issue.objects.get())
    assert "unchanged (scheduled)" in bring(archivist, TABLE, "稿件.csv", paper="gysb")


def test_issue_that_is_scheduled_while_its_file_is_read_stays_as_it_is(archivist, monkeypatch):
    issue, look = ready_issue(dt.date(2024, 3, 5)), UploadRun._problem_with

    def look_and_schedule(run, imported):
        schedule(issue)
        return look(run, imported)

    monkeypatch.setattr(UploadRun, "_problem_with", look_and_schedule)
    assert SCHEDULED in bring(archivist, TABLE, "稿件.csv", paper="gysb")
    assert issue.articles.count() == 1


# Whose paper it is


@pytest.fixture
def member() -> User:
    return staff(ARCHIVIST, username="member", papers=[factories.make_publication(slug="cprb")])


def test_member_of_another_paper_learns_nothing_of_a_file_that_is_in(archivist, member, zipped):
    bring(archivist, zipped())
    assert "unchanged" in bring(archivist, zipped())
    said = bring(member, zipped())
    assert "expected a paper that you belong to, found whsb" in said
    assert "unchanged" not in said
    problem = ImportRun.objects.latest("pk").report["problems"][0]
    assert (problem["expected"]["text"], problem["found"]) == ("a paper that you belong to", "whsb")


def test_member_who_names_no_paper_hears_what_is_missing(member):
    said = bring(member, TABLE, "稿件.csv")
    assert "expected the paper's slug (--paper), since nothing in it names the paper" in said
    assert "belong" not in said
    bring(member, TABLE, "稿件.csv", paper="cprb")
    assert Issue.objects.get().publication.slug == "cprb"


def test_only_who_reaches_every_paper_is_offered_to_make_one(archivist, member):
    assert "paper_name" in OptionsForm(user=archivist).fields
    form = OptionsForm(user=member)
    assert "paper_name" not in form.fields
    assert "new" not in str(form.fields["paper"].help_text)
    given = {"format": "auto", "script": "keep", "paper_name": "新报"}
    assert "paper" in OptionsForm({**given, "paper": "neu"}, user=member).errors
    assert OptionsForm({**given, "paper": "cprb"}, user=member).is_valid()
    assert OptionsForm({**given, "paper": "neu"}, user=archivist).is_valid()


# Who hears of a failure


def test_newsroom_hears_of_a_failed_upload_once(archivist, zipped, heard, monkeypatch):
    def fail(run):
        raise RuntimeError("the roof is on fire")

    monkeypatch.setattr(UploadRun, "_each", fail)
    with pytest.raises(RuntimeError):
        bring(archivist, zipped())
    assert heard == ["望湖.zip could not be imported; the run says why."]
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert "the roof is on fire" in run.report["output"]


def test_failure_while_pages_are_read_is_no_failed_import(archivist, zipped, heard, monkeypatch):
    def fail(run):
        raise RuntimeError("the roof is on fire")

    monkeypatch.setattr(UploadRun, "_read_pages", fail)
    with pytest.raises(RuntimeError):
        bring(archivist, zipped())
    run = ImportRun.objects.get()
    assert (run.state, run.created, heard) == ("partly", 1, [])
    assert "the roof is on fire" in run.report["output"]


def test_failure_that_could_not_be_stored_is_told_of_when_it_is(heard):
    run = begin_run(what="望湖.zip")
    run.state = ImportRun.State.FAILED
    for _time in range(2):
        end_run(run, ImportRun.State.FAILED, {})
    assert len(heard) == 1
