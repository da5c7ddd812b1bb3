"""What the paper's tables and sets promise: states, the rule of visibility, neighbours, names, labels, constraints."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone, translation

from issues.converters import IssueDay
from issues.models import Issue, PageSection, Publication, PublicationName, SectionCredit, Suspension
from tests.factories import MORNING, VALENTINE, make_issue, make_publication, make_section, make_user

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
FUTURE = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)


def refuses(*rows: models.Model) -> None:
    """The database itself says no: `bulk_create` asks no validator. PostgreSQL has an error of its own for length."""
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        type(rows[0])._default_manager.bulk_create(rows)


def test_an_issue_without_a_time_is_a_draft() -> None:
    assert make_issue(publish_at=None).state() == Issue.State.DRAFT


def test_an_issue_is_scheduled_until_its_second_and_published_from_it_on() -> None:
    issue = make_issue()
    assert issue.state(MORNING - SECOND) == Issue.State.SCHEDULED
    assert issue.state(MORNING) == Issue.State.PUBLISHED


def test_a_withdrawn_issue_is_withdrawn_at_any_time() -> None:
    issue = make_issue(withdrawn_at=MORNING + SECOND)
    assert issue.state(MORNING - SECOND) == issue.state() == Issue.State.WITHDRAWN


def test_public_begins_with_the_second_of_publication() -> None:
    make_issue()
    assert not Issue.objects.public(MORNING - SECOND)
    assert Issue.objects.public(MORNING).count() == 1


@pytest.mark.parametrize("times", [{"publish_at": None}, {"publish_at": FUTURE}, {"withdrawn_at": MORNING + SECOND}])
def test_drafts_scheduled_and_withdrawn_issues_are_not_public(times: dict[str, Any]) -> None:
    section = make_section(make_issue(**times))
    assert not Issue.objects.public()
    assert not PageSection.objects.public()
    assert not Issue.objects.public().papers()
    assert PageSection.objects.get() == section


def test_only_an_issue_that_readers_had_seen_counts_as_withdrawn_after_public() -> None:
    seen = make_issue(withdrawn_at=MORNING + SECOND)
    make_issue(VALENTINE + dt.timedelta(1), publish_at=FUTURE, withdrawn_at=timezone.now())
    make_issue(VALENTINE + dt.timedelta(2))
    assert list(Issue.objects.withdrawn_after_public()) == [seen]
    assert [issue.was_public() for issue in Issue.objects.order_by("date")] == [True, False, True]


def test_editors_reach_every_issue_and_readers_none() -> None:
    section = make_section(make_issue(publish_at=None))
    editor = make_user("editor", "issues.view_issue")
    gone = make_user("gone", "issues.view_issue", is_active=False)
    nobody: list[User | AnonymousUser] = [AnonymousUser(), make_user("clerk"), gone]
    assert list(PageSection.objects.editable_by(editor)) == [section]
    assert not any(Issue.objects.editable_by(user) for user in nobody)


def test_before_and_after_pass_over_missing_dates_and_drafts() -> None:
    first = make_issue(VALENTINE - dt.timedelta(3))
    make_issue(VALENTINE - dt.timedelta(1), publish_at=None)
    middle = make_issue()
    last = make_issue(VALENTINE + dt.timedelta(40))
    public = Issue.objects.public().of("gysb")
    assert public.before(middle.day).first() == first
    assert public.after(middle.day).first() == last
    assert public.before(first.day).first() is public.after(last.day).first() is None


def test_a_second_edition_stands_between_its_day_and_the_next() -> None:
    morning, next_day = make_issue(), make_issue(VALENTINE + dt.timedelta(1))
    evening = make_issue(edition=2, edition_name="号外", kind=Issue.Kind.EXTRA)
    public = Issue.objects.public()
    assert list(public.after(morning.day)) == [evening, next_day]
    assert list(public.before(next_day.day)) == [evening, morning]
    assert [public.before(evening.day).get(), public.after(evening.day).get()] == [morning, next_day]


def test_neighbours_are_of_one_paper_when_the_set_is() -> None:
    make_issue(VALENTINE - dt.timedelta(1), publication=make_publication("other", "他报"))
    issue = make_issue()
    assert not Issue.objects.public().of("gysb").before(issue.day)


def test_a_paper_bears_the_name_of_its_day() -> None:
    paper = make_publication(name="社会报")
    PublicationName.objects.create(publication=paper, from_date=VALENTINE, name="公益时报", cn_number="CN 11-0200")
    issues = [make_issue(VALENTINE - dt.timedelta(1)), make_issue()]
    assert [paper.name_on(issue.date) for issue in issues] == ["社会报", "公益时报"]
    assert [issue.paper_name for issue in Issue.objects.with_names().order_by("date")] == ["社会报", "公益时报"]
    assert [issue.cn_number for issue in Issue.objects.with_names().order_by("date")] == ["", "CN 11-0200"]


def test_before_its_first_name_a_paper_is_called_by_its_slug() -> None:
    paper = make_publication()
    day_before = dt.date(1979, 12, 31)
    make_issue(day_before)
    assert paper.name_on(day_before) == Issue.objects.with_names().get().paper_name == "gysb"


def test_the_first_section_is_the_one_at_position_one() -> None:
    issue = make_issue()
    assert Issue.objects.with_first_section().get().first_section_key is None
    make_section(issue, key="A7")
    make_section(issue)
    assert Issue.objects.with_first_section().get().first_section_key == "A7"


@pytest.mark.parametrize(
    ("label", "shown"),
    [("1", "01"), ("001", "01"), ("12", "12"), ("112", "112"), ("A01", "A01"), ("04-05", "04-05"), ("004-005", "04-05")],
)
def test_a_numeric_label_is_shown_with_two_digits(label: str, shown: str) -> None:
    section = PageSection(label=label, name="要闻")
    assert section.short_label == shown
    with translation.override("en"):
        assert section.title == f"Page {shown}: 要闻"


def test_a_page_without_a_label_or_a_name_is_called_by_the_other() -> None:
    with translation.override("en"):
        assert PageSection(name="中缝").title == "中缝"
        assert PageSection(label="04-05").title == "Page 04-05"


def test_addresses_of_a_second_edition_bear_its_number() -> None:
    assert make_issue().get_absolute_url() == "/gysb/html/2023-02/14/"
    assert make_issue(edition=2).get_absolute_url() == "/gysb/html/2023-02/14-2/"
    assert IssueDay(dt.date(987, 3, 4)).month == "0987-03"


def test_the_paper_s_today_is_that_of_its_own_time_zone() -> None:
    paper = make_publication(time_zone="Asia/Shanghai")
    assert paper.today(dt.datetime(2023, 2, 13, 16, 0, tzinfo=dt.UTC)) == VALENTINE


LONG = "长" * 501


@pytest.mark.parametrize("field", ["slug", "language", "motto", "icp_number", "copyright_notice"])
def test_the_database_refuses_a_publication_with_over_long_text(field: str) -> None:
    refuses(Publication(**{"slug": "paper", field: LONG}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": VALENTINE},
        {"edition": 0},
        {"edition": 100},
        {"kind": "evening"},
        {"edition_name": LONG},
        {"number_text": LONG},
        {"withdrawn_at": MORNING},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_the_database_refuses_an_impossible_issue(wrong: dict[str, Any]) -> None:
    there = make_issue()
    refuses(Issue(**{"publication": there.publication, "date": VALENTINE + dt.timedelta(1), **wrong}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": 1},
        {"position": 0},
        {"key": "1"},
        {"key": ""},
        {"label": "01"},
        {"label": "", "name": ""},
        {"width": 0},
        {"height": 0},
        {"kind": "sport"},
        {"state": "lost"},
        {"name": LONG},
        {"fold": LONG},
        {"label": LONG},
        {"key": "9" * 41},
        {"picture": LONG},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_the_database_refuses_an_impossible_section(wrong: dict[str, Any]) -> None:
    there = make_section(label="01")
    refuses(PageSection(**{"issue": there.issue, "position": 2, "key": "2", "label": "02", "name": "新闻", **wrong}))


def test_pages_without_a_label_and_folds_with_the_same_labels_are_possible() -> None:
    issue = make_issue()
    make_section(issue, label="", name="中缝")
    make_section(issue, label="", name="中缝")
    make_section(issue, fold="A", label="01")
    make_section(issue, fold="B", label="01")
    assert issue.sections.count() == 4


def test_the_database_refuses_impossible_names_suspensions_and_credits() -> None:
    paper, section = make_publication(), make_section()
    refuses(PublicationName(publication=paper, from_date=dt.date(1980, 1, 1), name="又名"))
    refuses(PublicationName(publication=paper, from_date=VALENTINE, name=""))
    refuses(PublicationName(publication=paper, from_date=VALENTINE, name=LONG))
    refuses(Suspension(publication=paper, first=VALENTINE, last=VALENTINE - dt.timedelta(1)))
    refuses(*(Suspension(publication=paper, first=VALENTINE, last=VALENTINE) for _ in range(2)))
    refuses(*(SectionCredit(page_section=section, position=1, role="校对", name=name) for name in "甲乙"))
    refuses(SectionCredit(page_section=section, position=1, role=LONG, name="甲"))
    refuses(Publication(slug="gysb"))
    refuses(Publication(slug=""))


def test_a_paper_is_called_by_the_name_of_its_own_today(monkeypatch: pytest.MonkeyPatch) -> None:
    kiritimati = make_publication(name="社会报", time_zone="Pacific/Kiritimati")
    honolulu = make_publication("hst", name="社会报", time_zone="Pacific/Honolulu")
    for paper in (kiritimati, honolulu):
        PublicationName.objects.create(publication=paper, from_date=VALENTINE, name="公益时报")
        PublicationName.objects.create(publication=paper, from_date=dt.date(2199, 1, 1), name="未来报")
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2023, 2, 13, 12, 0, tzinfo=dt.UTC))
    assert (str(kiritimati), str(honolulu)) == ("公益时报", "社会报")


@pytest.mark.parametrize("date", [dt.date.min, dt.date(1599, 12, 31), dt.date(2201, 1, 1), dt.date.max])
def test_a_date_at_the_ends_of_the_calendar_is_refused(date: dt.date) -> None:
    paper = make_publication()
    moment = dt.datetime.combine(date, dt.time(6), dt.UTC)
    for wrong in (
        Issue(publication=paper, date=date),
        Issue(publication=paper, date=VALENTINE, publish_at=moment),
        Issue(publication=paper, date=VALENTINE, publish_at=MORNING, withdrawn_at=moment),
        PublicationName(publication=paper, from_date=date, name="旧报"),
        Suspension(publication=paper, first=date, last=dt.date.max),
    ):
        with pytest.raises(ValidationError, match="1600"):
            wrong.full_clean()


def test_the_tables_take_as_much_text_as_a_package_may_hold() -> None:
    there = make_section()
    section = PageSection(issue=there.issue, position=2, key="2", label="02", text="字" * 1_000_001)
    with pytest.raises(ValidationError) as refusal:
        section.full_clean()
    assert list(refusal.value.message_dict) == ["text"]
    refuses(section)


def test_what_is_too_long_is_refused_by_the_row_and_by_the_database() -> None:
    name = PublicationName(publication=make_publication(), name="字" * 101, from_date=VALENTINE)
    with pytest.raises(ValidationError):
        name.validate_constraints()
    refuses(name)
    name.name = "𠮷" * 100
    name.validate_constraints()
