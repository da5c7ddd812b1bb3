"""The paper in the admin: its lists and forms, who may do what, how what is refused comes back, the language."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import ImportRun, Receipt, SignOff, SiteCopy, WatchedFile, WatchedWord
from issues.models import Issue, IssueFrame, Membership, PageSection, Publication, SectionCredit
from issues.writing import save_frame, save_membership
from newsroom.roles import EDITOR, PUBLISHER
from tests import factories
from tests.staff import address, make_client, send

pytestmark = pytest.mark.django_db
WITHOUT_A_LIST = {
    *("ArticleAuthor", "ArticleKeyword"),  # joined in the article
    "Upload",  # shown by the import
    "PageComparison",  # shown by preflight
    "ReceiptPlace",  # shown by the receipt
    "PreviewLink",  # handed out and revoked on a page of the issue's, on the desk
    "UnsentForm",  # offered in its form, to its user alone
}
ONLY_LOOKED_AT = ("importrun", "watchedfile", "sitecopy", "signoff", "receipt")
INLINE_CODE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I)


@pytest.fixture
def root() -> Client:
    return make_client()


@pytest.fixture
def editor() -> Client:
    return make_client(EDITOR)


@pytest.fixture
def publisher() -> Client:
    return make_client(PUBLISHER)


def make_everything() -> dict[type, object]:
    """One row at least of each noun."""
    issue = factories.make_issue()
    section = factories.make_section(issue, picture=factories.make_picture(), credits=[("责任编辑", "王芳")])
    article = factories.make_article(section, authors=["李明"], keywords=["民政"])
    figure = factories.make_figure(article)
    article.old_addresses.create(path="/old/1.htm")
    issue.publication.suspensions.create(first="2023-01-22", last="2023-01-27")
    issue.publication.grey_days.create(first="2023-05-12", last="2023-05-14")
    rows: list[object] = [
        issue,
        issue.publication,
        issue.publication.names.get(),
        issue.publication.suspensions.get(),
        issue.publication.grey_days.get(),
        section,
        section.credits.get(),
    ]
    rows += [article, article.authors.get(), article.keywords.get(), figure, article.old_addresses.get()]
    rows += [factories.make_zone(section, article), factories.make_correction(article)]
    rows += [issue.publication.never_printed.create(date="2023-02-15"), ImportRun.objects.create(what="/in")]
    rows += [WatchedFile.objects.create(folder="/in", name="a.pdf", size=1, modified=timezone.now(), state="taken")]
    rows += [save_membership(Membership(user=factories.make_user("member"), publication=issue.publication))]
    rows += [save_frame(IssueFrame(name="八版", made_from=issue))]
    rows += [SiteCopy.objects.create(folder="/copy"), WatchedWord.objects.create(word="望文", suggestion="望闻")]
    said = {"sentence": {"text": "x", "values": {}}, "name": "王芳", "reason": "版面已定", "signed_at": timezone.now()}
    rows += [SignOff.objects.create(issue=issue, fingerprint="1", **said)]
    rows += [Receipt.objects.create(issue=issue, article=article, title="渡船", withdrawn_at=timezone.now())]
    polygon = [[0, 0], [1, 0], [1, 1]]
    rows += [section.proposed_zones.create(article=article, polygon=polygon, confidence=0.4)]
    rows += [section.draft_articles.create(position=1, title="待认领", body="<p>正文</p>", polygons=[polygon], confidence=0.8)]
    return {type(row): row for row in rows}


def pages_of(client: Client, rows: dict[type, object]) -> Iterator[tuple[str, int, str]]:
    """List, new and change page of every noun, with index and history."""
    wanted = [reverse("admin:index")]
    for model, row in rows.items():
        wanted += [
            address(model, "changelist"),
            address(model, "add"),
            address(row),
            address(row, "history"),
            address(row, "delete"),
        ]
    for page in wanted:
        response = client.get(page)
        yield page, response.status_code, response.content.decode()


def is_closed(page: str) -> bool:
    """To everybody: rows that programs write, credits that are changed on their page."""
    noun, act = page.split("/")[3:4], page.split("/")[-2]
    if act == "add":
        return noun[0] in ("sectioncredit", "watchedfile", "sitecopy", "proposedzone", "draftarticle", "signoff", "receipt")
    return act == "delete" and noun[0] in ONLY_LOOKED_AT


def test_every_noun_is_registered() -> None:
    nouns = {model for app in ("issues", "articles") for model in apps.get_app_config(app).get_models()}
    nouns = {noun for noun in nouns if not noun.__name__.startswith("Historical")}
    assert {model.__name__ for model in nouns - set(admin.site._registry)} == WITHOUT_A_LIST
    assert set(make_everything()) == nouns & set(admin.site._registry)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_page_answers_in_every_language_without_inline_code(root, language) -> None:
    root.cookies["django_language"] = language
    for page, status, text in pages_of(root, make_everything()):
        assert status == (403 if is_closed(page) else 200), page
        assert f'lang="{language}"' in text or status == 403
        assert not INLINE_CODE.search(text), page


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
def test_roles_see_every_list_and_what_they_may_change(role) -> None:
    client = make_client(role)
    for page, status, text in pages_of(client, make_everything()):
        if page.endswith(("/add/", "/delete/")):
            assert status in (200, 403), page
        elif "/membership/" in page:
            assert status == 403, page
        else:
            assert status == 200, page
        assert not INLINE_CODE.search(text), page


def test_stranger_and_reader_with_an_account_are_sent_to_the_login(root) -> None:
    get_user_model().objects.create_user("reader", password="x")
    reader = Client()
    reader.login(username="reader", password="x")
    for client in (Client(), reader):
        response = client.get(address(Issue, "changelist"))
        assert response.status_code == 302
        assert "/login/" in response["Location"]


def test_staff_without_the_right_to_see_issues_reach_no_picture() -> None:
    section = factories.make_section(picture=factories.make_picture())
    nobody = make_client(username="nobody", is_superuser=False)
    assert nobody.get(address(section, "picture")).status_code == 404


def test_editor_sees_the_picture_of_a_draft_which_nothing_keeps(editor) -> None:
    section = factories.make_section(factories.make_issue(publish_at=None), picture=factories.make_picture())
    response = editor.get(address(section, "picture"))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_lists_need_few_queries_however_long_they_are(root, django_assert_max_num_queries) -> None:
    publication = factories.make_publication()
    for _issue in factories.make_week(30):
        section = PageSection.objects.latest("pk")
        factories.make_zone(section, section.articles.get())
    publication.suspensions.create(first="2023-01-22", last="2023-01-27")
    factories.make_publication("cprb", "潮平日报")
    models = [model for model in admin.site._registry if model._meta.app_label in {"issues", "articles"}]
    for model in models:
        with django_assert_max_num_queries(15):
            assert root.get(address(model, "changelist")).status_code == 200


def test_the_list_of_issues_shows_state_pages_and_ways_on(root) -> None:
    issue = factories.make_issue()
    factories.make_section(issue)
    draft = factories.make_issue(factories.VALENTINE.replace(day=15), publish_at=None)
    text = root.get(address(Issue, "changelist"), headers={"accept-language": "en"}).content.decode()
    assert issue.get_absolute_url() in text
    assert draft.get_absolute_url() not in text
    assert f'?issue__id__exact={issue.pk}">1</a>' in text
    assert 'class="state state-draft"' in text


@pytest.mark.parametrize(
    ("state", "shown"), [("published", "2023-02-14"), ("waiting", "2023-02-15"), ("withdrawn", "2023-02-16")]
)
def test_issues_can_be_chosen_by_state(root, state, shown) -> None:
    factories.make_issue()
    factories.make_issue(factories.VALENTINE.replace(day=15), publish_at=None)
    third = factories.VALENTINE.replace(day=16)
    factories.make_issue(third, withdrawn_at=factories.MORNING.replace(day=17))
    response = root.get(address(Issue, "changelist"), {"state": state})
    assert [str(issue) for issue in response.context["cl"].result_list] == [shown]


def test_choosing_a_page_names_its_issue(editor) -> None:
    section = factories.make_section(factories.make_issue())
    query = {"app_label": "articles", "model_name": "article", "field_name": "page_section", "term": "2023-02 01"}
    (choice,) = editor.get(reverse("admin:choose"), query).json()["results"]
    assert choice["id"] == str(section.pk)
    assert choice["text"].startswith("gysb 2023-02-14 ")


def test_page_sections_take_the_order_that_the_issue_form_gives(root) -> None:
    issue = factories.make_issue()
    sections = [factories.make_section(issue) for _ in range(4)]
    assert send(root, address(issue), **{"sections-1-place": 4}).status_code == 302
    assert list(issue.sections.in_order().values_list("label", flat=True)) == ["01", "03", "04", "02"]
    assert [section.key for section in issue.sections.order_by("pk")] == [section.key for section in sections]


def test_deleting_a_page_section_renumbers(root) -> None:
    issue = factories.make_issue()
    first = factories.make_section(issue)
    factories.make_section(issue)
    factories.make_section(issue)
    assert root.post(address(first, "delete"), {"post": "yes"}).status_code == 302
    assert list(issue.sections.in_order().values_list("position", "label")) == [(1, "02"), (2, "03")]
    assert send(root, address(issue), **{"sections-0-DELETE": "on"}).status_code == 302
    assert list(issue.sections.in_order().values_list("position", "label")) == [(1, "03")]


def test_deleting_several_from_the_list_renumbers_too(root) -> None:
    issue = factories.make_issue()
    sections = [factories.make_section(issue) for _ in range(4)]
    chosen = {"action": "delete_selected", "_selected_action": [sections[0].pk, sections[2].pk], "post": "yes"}
    assert root.post(address(PageSection, "changelist"), chosen).status_code == 302
    assert list(issue.sections.in_order().values_list("position", "label")) == [(1, "02"), (2, "04")]


def test_a_new_page_section_comes_with_its_picture_and_credits(editor) -> None:
    issue = factories.make_issue(publish_at=None)
    upload = SimpleUploadedFile("1.jpg", factories.make_picture(1000, 1500))
    fields = {"issue": issue.pk, "label": "01", "name": "要闻", "picture_upload": upload, "credits-TOTAL_FORMS": 2}
    first = {"credits-0-role": "版式", "credits-0-name": "李明"}
    second = {"credits-1-role": "责任编辑", "credits-1-name": "王芳", "credits-1-place": 1}
    assert send(editor, address(PageSection, "add"), **fields, **first, **second).status_code == 302
    section = issue.sections.get()
    assert (section.width, section.height) == (1000, 1500)
    assert [credit.role for credit in section.credits.all()] == ["责任编辑", "版式"]


def test_who_set_the_state_of_a_page_is_kept(publisher) -> None:
    section = factories.make_section()
    assert send(publisher, address(section), state="signed").status_code == 302
    section.refresh_from_db()
    assert section.state == "signed"
    assert str(section.state_by) == PUBLISHER
    assert section.state_at is not None


@pytest.mark.parametrize(("field", "name"), [("picture_upload", "page.jpg"), ("pdf_upload", "page.pdf")])
def test_a_bad_file_is_an_error_beside_its_field_and_nothing_is_saved(publisher, field, name) -> None:
    section = factories.make_section(picture=factories.make_picture())
    version = Issue.objects.get().version
    response = send(publisher, address(section), name="改名", **{field: SimpleUploadedFile(name, b"not what it says")})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors[field]
    section.refresh_from_db()
    assert section.name == "新闻"
    assert section.picture_version == 1
    assert Issue.objects.get().version == version


def test_too_large_a_file_is_an_error(publisher, settings) -> None:
    settings.MAX_PICTURE_BYTES = 100
    section = factories.make_section()
    response = send(publisher, address(section), picture_upload=SimpleUploadedFile("1.jpg", factories.make_picture()))
    assert response.context["adminform"].form.errors["picture_upload"]


def test_what_writing_refuses_comes_back_in_the_form(publisher) -> None:
    issue = factories.make_issue()
    factories.make_section(issue)
    second = factories.make_section(issue)
    response = send(
        publisher,
        address(second),
        label="01",
        name="改名",
        **{"credits-TOTAL_FORMS": 1, "credits-0-role": "版式", "credits-0-name": "李明"},
    )
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert "改名" in response.content.decode()
    second.refresh_from_db()
    assert (second.label, second.name, second.credits.count()) == ("02", "新闻", 0)


def test_address_of_a_published_issue_cannot_be_changed(root) -> None:
    issue = factories.make_issue()
    form = root.get(address(issue)).context["adminform"].form
    assert not {"publication", "date", "edition"} & set(form.fields)
    paper = root.get(address(issue.publication)).context["adminform"].form
    assert "slug" not in paper.fields


def test_a_reserved_slug_and_a_bad_masthead_are_form_errors(root) -> None:
    values = {"slug": "admin", "masthead_upload": SimpleUploadedFile("m.png", b"no picture")}
    response = send(root, address(Publication, "add"), **values)
    assert set(response.context["adminform"].form.errors) == {"slug", "masthead_upload"}
    assert not Publication.objects.exists()


def test_the_language_is_each_editors_own_choice(editor) -> None:
    index = reverse("admin:index")
    assert 'lang="zh-hans"' in editor.get(index).content.decode()
    response = editor.post(reverse("set_language"), {"language": "en", "next": index})
    assert (response.status_code, response["Location"]) == (302, index)
    assert 'lang="en"' in editor.get(index).content.decode()


def test_choosing_a_language_works_on_the_login_page_and_with_csrf() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("admin:login")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    assert re.search(r'<button type="submit" name="language" value="en"', page)
    sent = {"language": "en", "next": reverse("admin:login"), "csrfmiddlewaretoken": token[1]}
    assert client.post(reverse("set_language"), sent).status_code == 302
    assert 'lang="en"' in client.get(reverse("admin:login")).content.decode()
    with translation.override("en"):
        assert client.post(reverse("set_language"), {"language": "en"}).status_code == 403


def test_deleting_several_credits_of_a_page_deletes_them_all(root) -> None:
    names = [("责任编辑", "王芳"), ("版式", "李明"), ("校对", "赵强"), ("值班编委", "孙丽")]
    issue = factories.make_issue()
    sections = [factories.make_section(issue, credits=names), factories.make_section(issue, credits=names)]
    chosen = [credit.pk for section in sections for credit in section.credits.filter(role__in=["责任编辑", "校对"])]
    sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    assert root.post(address(SectionCredit, "changelist"), sent).status_code == 302
    for section in sections:
        assert list(section.credits.values_list("position", "role")) == [(1, "版式"), (2, "值班编委")]


def test_names_and_suspensions_of_a_paper_are_written_from_its_form_and_from_their_own(root) -> None:
    paper = factories.make_publication()
    version = paper.version
    fields: dict[str, object] = {"names-TOTAL_FORMS": 2, "names-1-from_date": "2023-02-14", "names-1-name": "新报"}
    fields |= {"suspensions-TOTAL_FORMS": 1, "suspensions-0-first": "2023-01-22", "suspensions-0-last": "2023-01-27"}
    assert send(root, address(paper), **fields).status_code == 302
    paper.refresh_from_db()
    assert paper.version > version
    assert list(paper.names.values_list("name", flat=True)) == ["公益时报", "新报"]
    assert send(root, address(paper.names.latest("from_date")), name="晨报").status_code == 302
    assert send(root, address(paper), **{"suspensions-0-DELETE": "on", "names-0-DELETE": "on"}).status_code == 302
    assert list(paper.names.values_list("name", flat=True)) == ["晨报"]
    assert not paper.suspensions.exists()


def test_a_paper_is_deleted_only_while_it_has_no_issue(root) -> None:
    paper = factories.make_publication()
    factories.make_issue()
    assert root.post(address(paper, "delete"), {"post": "yes"}).status_code == 200
    Issue.objects.all().delete()
    assert root.post(address(paper, "delete"), {"post": "yes"}).status_code == 302
    assert not Publication.objects.exists()


def test_a_date_or_a_time_zone_that_cannot_be_meant_is_an_error_of_its_field(root) -> None:
    paper = factories.make_publication()
    assert "time_zone" in send(root, address(paper), time_zone="Asia").context["adminform"].form.errors
    response = send(root, address(Issue, "add"), publication=paper.pk, date="9999-12-30")
    assert "date" in response.context["adminform"].form.errors
