"""The next issue from the last: its date, its pages, its number, and the button that makes it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from issues.models import Issue, IssueFrame, PageSection, Suspension
from issues.writing import save_frame, save_suspension
from issues.writing.next_issue import LAST, SAME_WEEKDAY, DateTaken, make_next_issue, next_date, propose
from newsroom.roles import EDITOR, PUBLISHER
from tests import factories
from tests.staff import address, form_values, make_client

pytestmark = pytest.mark.django_db
TUESDAY = factories.VALENTINE


def make_day(date: dt.date = TUESDAY, labels: str = "01 02", **changes) -> Issue:
    issue = factories.make_issue(date, **changes)
    for label in labels.split():
        factories.make_section(issue, label=label)
    return issue


def labels_of(issue: Issue) -> list[str]:
    return list(issue.sections.in_order().values_list("label", flat=True))


@pytest.mark.parametrize(
    ("weekdays", "after", "following"),
    [
        ("1234567", "2023-02-14", "2023-02-15"),
        ("12345", "2023-02-17", "2023-02-20"),
        ("2", "2023-02-14", "2023-02-21"),
        ("1234567", "2024-02-28", "2024-02-29"),
        ("1234567", "2023-02-28", "2023-03-01"),
        ("4", "2024-02-22", "2024-02-29"),
        ("1234567", "2022-12-31", "2023-01-01"),
    ],
)
def test_the_next_date_is_the_next_weekday_of_the_paper(weekdays, after, following) -> None:
    paper = factories.make_publication(weekdays=weekdays)
    assert next_date(paper, dt.date.fromisoformat(after)) == dt.date.fromisoformat(following)


def test_suspensions_are_skipped_also_where_they_meet_and_overlap() -> None:
    paper = factories.make_publication(weekdays="12345")
    for first, last in (("2023-02-15", "2023-02-17"), ("2023-02-16", "2023-02-20"), ("2023-02-21", "2023-02-21")):
        paper.suspensions.create(first=first, last=last)
    paper.suspensions.create(first="2023-01-01", last="2023-01-02")
    assert next_date(paper, TUESDAY) == dt.date(2023, 2, 22)


def test_a_paper_that_appears_no_more_has_no_next_date() -> None:
    paper = factories.make_publication()
    paper.suspensions.create(first="2023-02-15", last="2200-12-31")
    assert next_date(paper, TUESDAY) is None


def test_pages_come_without_content_and_awaited() -> None:
    last = factories.make_issue(number_text="第6期（总第1234期）", number=1234)
    picture, pdf = factories.make_picture(300, 425), factories.make_pdf()
    credits = [("责任编辑", "王芳"), ("版式", "李𠮷")]
    front = factories.make_section(
        last, fold="A叠", label="A01", name="要闻", state="signed", credits=credits, picture=picture, pdf=pdf
    )
    factories.make_section(last, label="04-05", name="通版", kind="spread", width=2000, height=1414)
    factories.make_section(last, label="", name="中缝", kind="advertisement")
    factories.make_article(front)
    issue = make_next_issue(last.publication, dt.date(2023, 2, 15))
    assert (issue.state(), issue.number_text, issue.number) == (Issue.State.DRAFT, "第7期（总第1235期）", 1235)
    pages = list(issue.sections.in_order())
    assert [(page.fold, page.label, page.name, page.kind) for page in pages] == [
        ("A叠", "A01", "要闻", "news"),
        ("", "04-05", "通版", "spread"),
        ("", "", "中缝", "advertisement"),
    ]
    assert [(page.width, page.height) for page in pages] == [(300, 425), (2000, 1414), (1000, 1414)]
    assert [(credit.role, credit.name) for credit in pages[0].credits.all()] == [("责任编辑", "王芳"), ("版式", "李𠮷")]
    assert {(page.state, page.picture, page.pdf, page.text) for page in pages} == {("awaited", "", "", "")}
    assert not issue.articles.exists()
    assert [record.history_type for record in pages[0].history.all()] == ["+"]


def test_pages_of_the_same_weekday_may_be_others() -> None:
    make_day(dt.date(2023, 2, 9), "01 02 03 04")
    last = make_day(dt.date(2023, 2, 15), "01")
    thursday = dt.date(2023, 2, 16)
    assert labels_of(make_next_issue(last.publication, thursday, SAME_WEEKDAY)) == ["01", "02", "03", "04"]
    with pytest.raises(ValidationError, match="此前没有同一星期的一期"):
        make_next_issue(last.publication, dt.date(2023, 2, 17), SAME_WEEKDAY)


def test_pages_of_a_frame_stay_when_its_issue_is_changed() -> None:
    thick = make_day(labels="A01 A02 B01")
    frame = save_frame(IssueFrame(name="十六版", made_from=thick))
    thick.sections.all().delete()
    assert labels_of(make_next_issue(thick.publication, dt.date(2023, 2, 15), frame)) == ["A01", "A02", "B01"]


def test_a_frame_of_another_paper_and_of_an_empty_issue_are_refused() -> None:
    other = factories.make_publication("other", "他报")
    frame = save_frame(IssueFrame(name="八版", made_from=make_day(publication=other)))
    own = make_day()
    with pytest.raises(ValidationError, match="另一份报纸"):
        make_next_issue(own.publication, dt.date(2023, 2, 15), frame)
    assert own.publication.issues.count() == 1
    with pytest.raises(ValidationError, match="没有版面"):
        save_frame(IssueFrame(name="空", made_from=make_day(dt.date(2023, 2, 16), "")))


def test_an_extra_stands_outside_dates_and_numbers() -> None:
    regular = make_day(number_text="第6期", number=6)
    extra = factories.make_issue(dt.date(2023, 2, 18), kind="extra", number_text="第99期")
    factories.make_section(extra, label="", name="号外")
    proposal = propose(regular.publication)
    assert (proposal.last, proposal.date, proposal.number_text) == (regular, dt.date(2023, 2, 15), "第7期")
    assert labels_of(make_next_issue(regular.publication, dt.date(2023, 2, 20))) == ["01", "02"]


def test_of_two_editions_pages_are_of_the_first_and_numbers_of_the_last() -> None:
    first = make_day(number_text="第6期")
    make_day(labels="01", edition=2, number_text="第7期")
    issue = make_next_issue(first.publication, dt.date(2023, 2, 15))
    assert (labels_of(issue), issue.number_text) == (["01", "02"], "第8期")


def test_a_date_in_the_past_goes_on_from_what_stands_before_it() -> None:
    before = make_day(dt.date(2023, 2, 10), "01", number_text="第5期")
    make_day(dt.date(2023, 2, 14), "01 02", number_text="第9期")
    issue = make_next_issue(before.publication, dt.date(2023, 2, 12))
    assert (labels_of(issue), issue.number_text) == (["01"], "第6期")


def test_a_new_year_begins_its_own_count() -> None:
    last = make_day(dt.date(2024, 12, 31), number_text="第３１２期（總第９９９９期）")
    issue = make_next_issue(last.publication, dt.date(2025, 1, 2))
    assert (issue.number_text, issue.number) == ("第１期（總第１００００期）", 10000)


def test_a_date_that_is_taken_is_refused_and_nothing_is_written() -> None:
    last = make_day()
    with pytest.raises(DateTaken) as caught:
        make_next_issue(last.publication, TUESDAY)
    assert caught.value.issue == last
    assert PageSection.objects.count() == 2


def test_a_paper_without_an_issue_has_nothing_to_go_on_from() -> None:
    paper = factories.make_publication()
    assert propose(paper).date is None
    with pytest.raises(ValidationError, match="此前没有任何一期"):
        make_next_issue(paper, TUESDAY, LAST)
    page = make_client(PUBLISHER).get(next_address())
    assert page.status_code == 200
    assert reverse("admin:issues_issue_add") in page.content.decode()
    assert '<form method="post" novalidate>' not in page.content.decode()


def next_address(slug: str = "gysb") -> str:
    return reverse("admin:issues_issue_next", args=[slug])


def test_one_click_makes_tomorrows_issue() -> None:
    make_day(number_text="第6期")
    publisher = make_client(PUBLISHER)
    listed = publisher.get(address(Issue, "changelist")).content.decode()
    assert next_address() in listed
    form = publisher.get(next_address()).context["form"]
    assert "第7期" in publisher.get(next_address()).content.decode()
    response = publisher.post(next_address(), {"date": form["date"].value(), "source": form["source"].value()})
    issue = Issue.objects.latest("date")
    assert (response.status_code, response["Location"]) == (302, reverse("desk:board", args=[issue.pk]))
    assert (issue.date, labels_of(issue)) == (dt.date(2023, 2, 15), ["01", "02"])


def test_a_date_that_is_taken_leads_to_the_issue_that_is_there() -> None:
    last = make_day()
    page = make_client(PUBLISHER).post(next_address(), {"date": "2023-02-14", "source": "last"})
    assert page.status_code == 200
    assert f'<a href="{address(last)}">2023-02-14</a>' in page.content.decode()
    assert Issue.objects.count() == 1


def test_a_day_without_paper_is_asked_for_twice() -> None:
    paper = make_day().publication
    save_suspension(Suspension(publication=paper, first=dt.date(2023, 2, 15), last=dt.date(2023, 2, 20)))
    publisher, sent = make_client(PUBLISHER), {"date": "2023-02-16", "source": "last"}
    page = publisher.post(next_address(), sent)
    assert "2023-02-16" in str(page.context["form"].errors["date"])
    assert Issue.objects.count() == 1
    assert page.context["form"]["despite"].html_name in page.content.decode()
    assert publisher.post(next_address(), {**sent, "despite": "on"}).status_code == 302
    assert Issue.objects.latest("date").date == dt.date(2023, 2, 16)


@pytest.mark.parametrize("sent", [{"date": "29.2.", "source": "last"}, {"date": "2023-02-16", "source": "99"}, {}])
def test_what_cannot_be_meant_is_an_error_of_its_field(sent) -> None:
    make_day()
    page = make_client(PUBLISHER).post(next_address(), sent)
    assert page.context["form"].errors
    assert Issue.objects.count() == 1


def test_who_may_not_add_issues_has_no_button() -> None:
    make_day()
    editor = make_client(EDITOR)
    assert next_address() not in editor.get(address(Issue, "changelist")).content.decode()
    assert editor.get(next_address()).status_code == 403
    assert editor.get(next_address("nowhere")).status_code == 404


def test_frames_are_made_from_an_issue_and_renamed_in_the_admin() -> None:
    last = make_day()
    publisher = make_client(PUBLISHER)
    made = publisher.post(address(IssueFrame, "add"), {"name": "周末", "made_from": last.pk})
    frame = IssueFrame.objects.get()
    assert (made.status_code, frame.publication, len(frame.pages)) == (302, last.publication, 2)
    values = form_values(publisher.get(address(frame))) | {"name": "周末版"}
    assert publisher.post(address(frame), values).status_code == 302
    again = publisher.post(address(IssueFrame, "add"), {"name": "周末版", "made_from": last.pk})
    assert again.context["adminform"].form.errors
    assert "周末版" in publisher.get(next_address()).content.decode()


def test_making_an_issue_of_sixteen_pages_stays_within_its_queries(django_assert_max_num_queries) -> None:
    last = make_day(labels=" ".join(f"A{n:02}" for n in range(1, 17)))
    with django_assert_max_num_queries(40):
        make_next_issue(last.publication, dt.date(2023, 2, 15))
