"""The print in the admin: articles and what belongs to them, and the acts of publishing for those who may."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Author, Correction, HotZone, OldAddress
from articles.publishing import publish_issue, withdraw_article
from articles.writing import move_article
from issues.models import Issue, PageSection
from newsroom.models import Word
from newsroom.roles import EDITOR, PUBLISHER
from newsroom.word.robots import robots_of
from tests import factories
from tests.articles.preflight.ready import ready_issue
from tests.staff import address, form_values, make_client, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Client:
    return make_client()


@pytest.fixture
def editor() -> Client:
    return make_client(EDITOR)


@pytest.fixture
def publisher() -> Client:
    return make_client(PUBLISHER)


def errors(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def test_saving_sanitises_the_body_and_raises_the_version(publisher) -> None:
    article = factories.make_article()
    before = Issue.objects.get().version
    response = send(publisher, address(article), body='<p onclick="x()">正文</p><script>alert(1)</script>', title="新题")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body) == ("新题", "<p>正文</p>")
    assert Issue.objects.get().version > before


def test_a_new_article_stands_at_the_end_of_its_page_or_where_it_is_put(publisher) -> None:
    section = factories.make_section()
    factories.make_article(section, title="一")
    for title, place in (("三", ""), ("二", 2)):
        page = address(Article, "add") + f"?page_section={section.pk}"
        words = {"author_names": "李明、王芳, 李明", "keyword_words": "民政，座谈"}
        assert send(publisher, page, title=title, place=place, **words).status_code == 302
    assert list(section.articles.order_by("position").values_list("title", flat=True)) == ["一", "二", "三"]
    article = section.articles.get(title="二")
    assert [entry.author.name for entry in article.author_entries.all()] == ["李明", "王芳"]
    assert [entry.keyword.word for entry in article.keyword_entries.all()] == ["民政", "座谈"]


def test_saving_unchanged_keeps_authors_keywords_and_place(publisher) -> None:
    article = factories.make_article(authors=["李明", "王芳"], keywords=["民政"])
    assert send(publisher, address(article)).status_code == 302
    assert [entry.author.name for entry in article.author_entries.all()] == ["李明", "王芳"]
    assert [entry.keyword.word for entry in article.keyword_entries.all()] == ["民政"]


def test_moving_an_article_keeps_its_key(publisher) -> None:
    issue = factories.make_issue()
    here, there = factories.make_section(issue), factories.make_section(issue)
    moved, other = factories.make_article(here), factories.make_article(here)
    staying = factories.make_article(there)
    key = moved.key
    assert send(publisher, address(moved), page_section=there.pk, place=2).status_code == 302
    moved.refresh_from_db()
    assert (moved.key, moved.page_section_id, moved.position) == (key, there.pk, 2)
    assert list(there.articles.order_by("position")) == [staying, moved]
    other.refresh_from_db()
    assert other.position == 1


def test_changing_the_place_alone_moves_within_the_page(publisher) -> None:
    section = factories.make_section()
    articles = [factories.make_article(section) for _ in range(3)]
    assert send(publisher, address(articles[2]), place=1).status_code == 302
    assert list(section.articles.order_by("position")) == [articles[2], articles[0], articles[1]]


def test_a_place_that_another_editor_changed_meanwhile_is_left(publisher) -> None:
    section = factories.make_section()
    first, second = factories.make_article(section), factories.make_article(section)
    values = form_values(publisher.get(address(first))) | {"title": "新题"}
    move_article(second, section, 1)
    assert publisher.post(address(first), values).status_code == 302
    first.refresh_from_db()
    assert (first.title, first.position) == ("新题", 2)


def test_an_article_cannot_leave_its_issue(publisher) -> None:
    article = factories.make_article()
    other = factories.make_section(factories.make_issue(factories.VALENTINE.replace(day=15)))
    response = send(publisher, address(article), page_section=other.pk)
    assert "page_section" in errors(response)


def test_a_chain_that_comes_back_is_a_form_error(publisher) -> None:
    section = factories.make_section()
    first = factories.make_article(section)
    second = factories.make_article(section, continues=first)
    response = send(publisher, address(first), continues=second.pk)
    assert "continues" in errors(response)
    first.refresh_from_db()
    assert first.continues is None


def test_a_body_that_is_too_long_is_a_form_error(publisher, settings) -> None:
    settings.MAX_BODY_CHARACTERS = 50
    article = factories.make_article(body="<p>短</p>")
    response = send(publisher, address(article), body="长" * 51, title="新题")
    assert "body" in errors(response)
    article.refresh_from_db()
    assert article.title != "新题"


def test_too_long_an_author_is_a_form_error(publisher) -> None:
    response = send(publisher, address(factories.make_article()), author_names="长" * 101)
    assert "author_names" in errors(response)
    assert not Author.objects.exists()


def test_figures_and_corrections_are_saved_with_their_article(publisher) -> None:
    article = factories.make_article()
    upload = SimpleUploadedFile("f.png", factories.make_picture(800, 600, file_format="PNG"))
    rows = {
        "figures-TOTAL_FORMS": 1, "figures-0-picture_upload": upload, "figures-0-caption": "会场",
        "corrections-TOTAL_FORMS": 1, "corrections-0-date": "2023-02-15", "corrections-0-text": "应为十日。",
    }  # fmt: skip
    assert send(publisher, address(article), **rows).status_code == 302
    figure = article.figures.get()
    assert (figure.width, figure.height, figure.caption) == (800, 600, "会场")
    assert article.corrections.get().text == "应为十日。"
    response = publisher.get(address(figure, "picture"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("upload", [b"no picture", None])
def test_a_bad_or_missing_figure_is_a_form_error_and_nothing_is_saved(publisher, upload) -> None:
    article = factories.make_article()
    rows = {"figures-TOTAL_FORMS": 1, "figures-0-caption": "会场"}
    if upload:
        rows["figures-0-picture_upload"] = SimpleUploadedFile("f.jpg", upload)
    response = send(publisher, address(article), title="新题", **rows)
    assert response.status_code == 200
    assert "picture_upload" in response.context["inline_admin_formsets"][0].formset.errors[0]
    article.refresh_from_db()
    assert article.title != "新题"


def test_deleting_a_figure_and_a_correction_in_the_form(root) -> None:
    article = factories.make_article()
    factories.make_figure(article)
    factories.make_correction(article)
    assert send(root, address(article), **{"figures-0-DELETE": "on", "corrections-0-DELETE": "on"}).status_code == 302
    assert not article.figures.exists()
    assert not article.corrections.exists()


def test_withdrawn_article_cannot_be_deleted_since_that_would_uncover_its_print(root) -> None:
    article = factories.make_article(title="有误的报道")
    withdraw_article(article, "事实有误")
    listed = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}

    for where, values in [(address(article, "delete"), {"post": "yes"}), (address(Article, "changelist"), listed)]:
        answer = root.post(where, values)
        assert "有误的报道" in answer.content.decode()
        assert Article.objects.filter(pk=article.pk).exists()


def test_deleting_an_article_renumbers_its_page(root) -> None:
    section = factories.make_section()
    first, second = factories.make_article(section), factories.make_article(section)
    assert root.post(address(first, "delete"), {"post": "yes"}).status_code == 302
    second.refresh_from_db()
    assert second.position == 1


def test_a_page_whose_withdrawn_article_covers_print_elsewhere_cannot_be_deleted(root) -> None:
    issue = factories.make_issue()
    home, front = factories.make_section(issue), factories.make_section(issue)
    article = factories.make_article(home, title="有误的报道")
    zone = factories.make_zone(front, article)
    withdraw_article(article, "事实有误")
    for thing in (home, zone):
        model = type(thing)
        listed = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
        for where, values in [(address(thing, "delete"), {"post": "yes"}), (address(model, "changelist"), listed)]:
            assert root.post(where, values).status_code == 200
            assert model.objects.filter(pk=thing.pk).exists()
    values = {"sections-0-DELETE": "on"}
    assert send(root, address(issue), **values).status_code == 200
    assert PageSection.objects.count() == 2


def test_only_who_may_publish_draws_a_zone_for_a_withdrawn_article(editor, publisher) -> None:
    article = factories.make_article()
    withdraw_article(article, "事实有误")
    polygon = "[[0,0],[1,0],[0,1]]"
    values = {"page_section": article.page_section_id, "article": article.pk, "kind": "article", "polygon": polygon}
    assert editor.post(address(HotZone, "add"), values).status_code == 403
    assert not HotZone.objects.exists()
    assert publisher.post(address(HotZone, "add"), values).status_code == 302
    zone = HotZone.objects.get()
    assert "page_section" not in editor.get(address(zone)).context["adminform"].form.fields
    refused = send(publisher, address(zone), polygon="[[0,0],[0.1,0],[0,0.1]]")
    assert refused.status_code == 200
    assert HotZone.objects.get().polygon == [[0, 0], [1, 0], [0, 1]]


@pytest.mark.parametrize("polygon", ["[[0,0],[2,0],[0,1]]", "[[0,0],[1,1]]", "not json", "null"])
def test_a_bad_polygon_is_a_form_error(editor, polygon) -> None:
    section = factories.make_section()
    article = factories.make_article(section)
    values = {"page_section": section.pk, "article": article.pk, "kind": "article", "polygon": polygon}
    assert "polygon" in errors(editor.post(address(HotZone, "add"), values))


def test_a_zone_without_a_page_or_with_another_issues_article_is_a_form_error(editor) -> None:
    article = factories.make_article()
    other = factories.make_section(factories.make_issue(factories.VALENTINE.replace(day=15)))
    values = {"article": article.pk, "kind": "article", "polygon": json.dumps(factories.SQUARE)}
    assert "page_section" in errors(editor.post(address(HotZone, "add"), values))
    assert "article" in errors(editor.post(address(HotZone, "add"), {**values, "page_section": other.pk}))


def test_a_page_shows_its_articles_and_zones_and_an_article_its_zones(editor) -> None:
    section = factories.make_section()
    article = factories.make_article(section)
    zone = factories.make_zone(section, article)
    page = editor.get(address(section)).content.decode()
    assert f'href="{address(article)}"' in page
    assert f'href="{address(zone)}"' in page
    assert f'href="{address(zone)}"' in editor.get(address(article)).content.decode()


def test_the_way_to_the_site_is_there_only_when_readers_see_it(editor) -> None:
    public = factories.make_article()
    draft = factories.make_article(
        factories.make_section(factories.make_issue(factories.VALENTINE.replace(day=15), publish_at=None))
    )
    for row in (public, public.page_section, public.issue):
        assert f'href="{row.get_absolute_url()}" class="viewsitelink"' in editor.get(address(row)).content.decode()
    for row in (draft, draft.page_section, draft.issue):
        assert "viewsitelink" not in editor.get(address(row)).content.decode()


def test_publisher_publishes_and_withdraws_after_being_asked(publisher) -> None:
    issue = ready_issue()
    assert publisher.get(address(issue, "publish")).status_code == 200
    issue.refresh_from_db()
    assert issue.state() == Issue.State.DRAFT
    for act, state in (
        ("publish", Issue.State.PUBLISHED),
        ("withdraw", Issue.State.WITHDRAWN),
        ("publish", Issue.State.PUBLISHED),
    ):
        response = publisher.post(address(issue, act), {"confirmed": "yes"})
        leads_to = issue.receipts.get() if act == "withdraw" else issue
        assert (response.status_code, response["Location"]) == (302, address(leads_to))
        issue.refresh_from_db()
        assert issue.state() == state
    assert "publish/" not in publisher.get(address(issue)).content.decode()


def test_publisher_withdraws_chosen_issues_of_the_list_after_being_asked(publisher) -> None:
    issues = factories.make_week(3)
    chosen = {"action": "withdraw", "_selected_action": [issues[0].pk, issues[1].pk]}
    asked = publisher.post(address(Issue, "changelist"), chosen)
    assert asked.status_code == 200
    assert Issue.objects.public().count() == 3
    assert publisher.post(address(Issue, "changelist"), {**chosen, "confirmed": "yes"}).status_code == 302
    assert list(Issue.objects.public()) == [issues[2]]


def test_a_refused_act_says_why(publisher) -> None:
    issue = factories.make_issue(publish_at=None)
    response = publisher.post(address(issue, "publish"), {"confirmed": "yes"})
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    issue.refresh_from_db()
    assert issue.publish_at is None


def test_editor_is_neither_offered_nor_allowed_to_publish(editor) -> None:
    article = factories.make_article()
    issue = article.issue
    for row, act in (
        (issue, "publish"),
        (issue, "unschedule"),
        (issue, "withdraw"),
        (article, "withdraw"),
        (article, "republish"),
    ):
        assert editor.get(address(row, act)).status_code == 403
        assert editor.post(address(row, act), {"confirmed": "yes", "reason": "x"}).status_code == 403
        chosen = {"action": act, "_selected_action": [row.pk], "confirmed": "yes", "reason": "x"}
        assert editor.post(address(type(row), "changelist"), chosen).status_code == 403
        assert f'value="{act}"' not in editor.get(address(type(row), "changelist")).content.decode()
        assert address(row, act) not in editor.get(address(row)).content.decode()
    assert editor.post(address(issue), {"scheduled_for_0": "2030-01-01", "scheduled_for_1": "06:00"}).status_code == 403
    assert list(Article.objects.public()) == [article]


def test_an_unknown_row_cannot_be_acted_on(publisher) -> None:
    issue = factories.make_issue()
    issue.pk = 999
    assert publisher.get(address(issue, "withdraw")).status_code == 404


def test_publisher_schedules_in_the_form_and_takes_it_back(publisher) -> None:
    issue = ready_issue()
    page = publisher.get(address(issue))
    assert "Asia/Shanghai" in page.content.decode()
    assert send(publisher, address(issue), scheduled_for_0="2199-02-14", scheduled_for_1="06:00:00").status_code == 302
    issue.refresh_from_db()
    assert issue.publish_at == dt.datetime(2199, 2, 14, 6, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert send(publisher, address(issue), number_text="第9期").status_code == 302
    issue.refresh_from_db()
    assert (issue.state(), issue.number_text) == (Issue.State.SCHEDULED, "第9期")
    assert send(publisher, address(issue), scheduled_for_0="", scheduled_for_1="").status_code == 302
    issue.refresh_from_db()
    assert issue.state() == Issue.State.DRAFT


def test_a_time_that_has_passed_or_an_empty_issue_cannot_be_scheduled(publisher) -> None:
    issue = factories.make_issue(publish_at=None)
    refused = send(publisher, address(issue), scheduled_for_0="2199-02-14", scheduled_for_1="06:00", number_text="第9期")
    assert errors(refused)["__all__"]
    factories.make_section(issue)
    late = send(publisher, address(issue), scheduled_for_0="2020-02-14", scheduled_for_1="06:00", number_text="第9期")
    assert errors(late)["scheduled_for"]
    issue.refresh_from_db()
    assert (issue.publish_at, issue.number_text) == (None, "")


def test_an_issue_that_was_public_has_no_time_to_change(publisher) -> None:
    issue = factories.make_issue()
    assert "scheduled_for" not in publisher.get(address(issue)).context["adminform"].form.fields


def test_withdrawing_an_article_asks_for_a_reason_and_it_comes_back(publisher) -> None:
    article = factories.make_article()
    assert publisher.post(address(article, "withdraw"), {"confirmed": "yes", "reason": ""}).status_code == 200
    assert Article.objects.public().exists()
    assert publisher.post(address(article, "withdraw"), {"confirmed": "yes", "reason": "事实有误"}).status_code == 302
    article.refresh_from_db()
    assert (article.withdrawal_reason, article.withdrawn_at is not None) == ("事实有误", True)
    assert publisher.post(address(article, "republish"), {"confirmed": "yes"}).status_code == 302
    assert Article.objects.public().exists()


def test_corrections_and_figures_have_pages_of_their_own(root) -> None:
    article = factories.make_article()
    values = {"article": article.pk, "date": "2023-02-15", "text": "应为十日。"}
    assert root.post(address(Correction, "add"), values).status_code == 302
    figure = factories.make_figure(article)
    assert send(root, address(figure), caption="新会场").status_code == 302
    assert article.figures.get().caption == "新会场"
    assert root.post(address(figure, "delete"), {"post": "yes"}).status_code == 302
    too_long = root.post(address(Correction, "add"), {**values, "text": "长" * 5001})
    assert "text" in errors(too_long)


def test_an_old_address_leads_to_one_thing(root) -> None:
    article = factories.make_article()
    values = {"path": "/a.htm", "article": article.pk, "issue": article.issue_id}
    assert errors(root.post(address(OldAddress, "add"), values))["__all__"]
    assert root.post(address(OldAddress, "add"), {**values, "issue": ""}).status_code == 302


def test_pages_show_everything_with_few_queries(root, django_assert_max_num_queries) -> None:
    issue = factories.make_issue()
    for _ in range(6):
        section = factories.make_section(issue, credits=[("责任编辑", "王芳")])
        for _number in range(4):
            factories.make_zone(section, factories.make_article(section, authors=["李明"]))
    article = Article.objects.latest("pk")
    for row in (issue, PageSection.objects.latest("pk"), article, article.zones.get()):
        with django_assert_max_num_queries(20):
            assert root.get(address(row)).status_code == 200


def test_old_address_written_here_changes_each_issue_that_it_led_to_or_leads_to(root) -> None:
    first, second = factories.make_section(), factories.make_section(factories.make_issue(dt.date(2023, 3, 2)))
    article = factories.make_article(second)

    def versions() -> list[int]:
        return [Issue.objects.get(pk=section.issue.pk).version for section in (first, second)]

    before = versions()
    assert send(root, address(OldAddress, "add"), path="/old/node_1.htm", page_section=first.pk).status_code == 302
    assert versions() == [before[0] + 1, before[1]]
    row = OldAddress.objects.get()
    send(root, address(row), page_section="", article=article.pk)
    assert versions() == [before[0] + 2, before[1] + 1]
    root.post(address(OldAddress, "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert not OldAddress.objects.exists()
    assert versions() == [before[0] + 2, before[1] + 2]


def test_what_has_a_time_of_publication_is_the_publishers(editor, publisher) -> None:
    """It went past tonight's list as it is."""
    scheduled = factories.make_issue(publish_at=dt.datetime(2199, 1, 1, tzinfo=dt.UTC))
    article = factories.make_article(factories.make_section(scheduled))
    assert "_save" not in editor.get(address(article)).content.decode()
    assert editor.post(address(article), {"title": "改了"}).status_code == 403
    added = {"title": "新", "page_section": article.page_section_id, "kind": "news"}
    assert editor.post(address(Article, "add"), added).status_code in (200, 403)
    assert [one.title for one in Article.objects.all()] == [article.title]
    assert send(publisher, address(article), title="改了").status_code == 302


def test_robots_hear_of_a_red_list_and_of_a_withdrawn_article(publisher, settings) -> None:
    settings.WORD_OUT = robots_of("wecom+http://127.0.0.1:9/hook?key=k", "")
    issue = factories.make_issue(publish_at=None)
    article = factories.make_article(factories.make_section(issue))
    page = send(publisher, address(issue), scheduled_for_0="2199-01-01", scheduled_for_1="06:00:00")
    assert page.status_code == 200
    assert Word.objects.count() == 1
    publish_issue(issue)
    before = Word.objects.count()
    withdraw_article(article, "有误")
    [word] = Word.objects.order_by("pk")[before:]
    assert article.title not in word.text
