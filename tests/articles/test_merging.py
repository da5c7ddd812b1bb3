"""Two editors at one article: the second sees both texts, chooses, and nothing of either is lost."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, UnsentForm
from articles.writing import move_article, set_withdrawal
from issues.writing import set_times
from newsroom.roles import EDITOR, PUBLISHER
from tests.factories import MORNING, make_article, make_figure, make_issue, make_section
from tests.staff import address, form_values, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
BODY = "<p>今天6时，电车从城南开出。</p>\n<p>沿途有九座桥，桥上都有灯。</p>"


@pytest.fixture
def article() -> Article:
    section = make_section(make_issue(publish_at=None))
    return make_article(section, title="电车开进山脚", body=BODY, authors=["李明"])


class Form:
    """One that somebody has open: what the page held when it came."""

    def __init__(self, role: str, article: Article, **changes: Any) -> None:
        self.client = make_client(role, **changes)
        self.where = address(article)
        page = self.client.get(self.where)
        unsent = page.context["unsent"]
        self.values = {**form_values(page), "unsent-ticket": unsent.ticket, "unsent-version": str(unsent.version)}

    def save(self, **changes: Any) -> Any:
        return self.client.post(self.where, {**self.values, **changes})


def merge(form: Form, answer: Any, version: int | None = None, **choices: Any) -> Any:
    shown = form.client.get(answer.url)
    sent = {"unsent-version": shown.context["version"] if version is None else version}
    return form.client.post(answer.url, sent | {name.replace("__", "-"): value for name, value in choices.items()})


def overtaken(article: Article, theirs: dict[str, Any], mine: dict[str, Any]) -> tuple[Form, Any]:
    first, second = Form(PUBLISHER, article), Form(EDITOR, article)
    assert first.save(**theirs).status_code == 302
    return second, second.save(**mine)


def test_the_second_save_ends_in_a_page_with_both_texts(article) -> None:
    second, answer = overtaken(article, {"title": "电车开进云岫山脚"}, {"title": "电车驶进山脚"})
    assert "merge" in answer.url
    article.refresh_from_db()
    assert article.title == "电车开进云岫山脚"
    html = second.client.get(answer.url).content.decode()
    assert PUBLISHER in html
    assert re.search("电车<del>开</del>进<del>云岫</del>山脚", html)
    assert re.search("电车<ins>驶</ins>进山脚", html)


def test_both_texts_are_in_the_history_and_the_chosen_one_is_the_newest(article) -> None:
    second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题", "lead": "我的导语"})
    assert merge(second, answer, choice__title="theirs", choice__lead="mine").status_code == 302
    told = list(article.history.order_by("history_id").values_list("title", "lead", "history_change_reason"))
    assert told[-3:] == [("甲题", "", None), ("乙题", "我的导语", "overtaken"), ("甲题", "我的导语", None)]
    article.refresh_from_db()
    assert (article.title, article.lead) == ("甲题", "我的导语")
    assert not UnsentForm.objects.waiting_for(get_user_model().objects.get(username=EDITOR)).exists()


def test_where_my_text_is_taken_whole_it_is_one_version(article) -> None:
    second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题"})
    before = article.history.count()
    merge(second, answer, choice__title="mine")
    assert article.history.count() == before + 1
    assert article.history.first().title == "乙题"


def test_a_field_is_written_by_hand_and_goes_past_the_sanitiser(article) -> None:
    second, answer = overtaken(article, {"body": "<p>甲</p>"}, {"body": "<p>乙</p>"})
    merge(second, answer, choice__body="hand", hand__body="<p onclick='x()'>甲乙𠮷</p><script>1</script>")
    article.refresh_from_db()
    assert article.body == "<p>甲乙𠮷</p>"


def test_changes_at_different_places_of_a_body_are_proposed_together(article) -> None:
    theirs, mine = BODY.replace("6时", "7时"), BODY.replace("九座", "十座")
    second, answer = overtaken(article, {"body": theirs}, {"body": mine})
    (choice,) = second.client.get(answer.url).context["choices"]
    assert choice.chosen == "hand"
    assert choice.hand.value() == theirs.replace("九座", "十座")


def test_what_one_alone_changed_is_proposed_and_what_both_changed_is_asked(article) -> None:
    second, answer = overtaken(article, {"title": "甲题", "kicker": "他的引题"}, {"title": "乙题", "lead": "我的导语"})
    page = second.client.get(answer.url)
    assert {choice.field.name: choice.chosen for choice in page.context["choices"]} == {
        "title": "", "kicker": "theirs", "lead": "mine"
    }  # fmt: skip
    refused = merge(second, answer, choice__kicker="theirs", choice__lead="mine")
    assert refused.status_code == 200
    assert "标题" in refused.content.decode()
    article.refresh_from_db()
    assert (article.title, article.lead) == ("甲题", "")


def test_authors_and_keywords_are_brought_together_too(article) -> None:
    second, answer = overtaken(article, {"author_names": "李明、王芳"}, {"author_names": "李明, 高静", "title": "乙题"})
    merge(second, answer, choice__author_names="theirs", choice__title="mine")
    assert list(article.author_entries.values_list("author__name", flat=True)) == ["李明", "王芳"]


def test_two_editors_at_two_articles_of_one_issue_do_not_disturb_each_other(article) -> None:
    other = make_article(article.page_section, title="桥灯")
    first, second = Form(PUBLISHER, other), Form(EDITOR, article)
    first.save(title="桥灯亮了")
    assert "merge" not in second.save(title="乙题").url
    article.refresh_from_db()
    assert article.title == "乙题"


def test_nobody_is_stopped_by_what_a_form_does_not_hold(article) -> None:
    second = Form(EDITOR, article)
    move_article(article, make_section(article.issue), 1)
    article.refresh_from_db()
    set_withdrawal(article, None, "")
    assert "merge" not in second.save(title="乙题").url
    article.refresh_from_db()
    assert (article.title, article.page_section.position) == ("乙题", 2)


def test_nobody_is_stopped_where_both_wrote_the_same(article) -> None:
    _second, answer = overtaken(article, {"title": "同题", "body": BODY}, {"title": "同题", "body": BODY.replace("\n", "\r\n")})
    assert "merge" not in answer.url


def test_one_who_goes_on_with_his_own_form_is_not_stopped(article) -> None:
    form = Form(EDITOR, article)
    form.save(title="一")
    form = Form(EDITOR, article, username="again")
    assert "merge" not in form.save(title="二").url


def test_a_third_save_while_the_second_chooses_is_noticed(article) -> None:
    second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题"})
    seen = second.client.get(answer.url).context["version"]
    Form(PUBLISHER, article, username="third").save(title="丙题")
    again = merge(second, answer, seen, choice__title="mine")
    assert again.status_code == 200
    assert "丙" in again.content.decode()
    article.refresh_from_db()
    assert article.title == "丙题"
    assert merge(second, answer, choice__title="mine").status_code == 302


def test_pictures_are_saved_though_the_text_has_to_wait(article) -> None:
    figure = make_figure(article, caption="旧图说")
    _second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题", "figures-0-caption": "新图说"})
    assert "merge" in answer.url
    figure.refresh_from_db()
    assert figure.caption == "新图说"


def test_a_text_that_waits_for_its_choice_is_offered_in_the_form(article) -> None:
    second, _answer = overtaken(article, {"title": "甲题"}, {"title": "乙题"})
    assert "data-offer" in second.client.get(address(article)).content.decode()


def test_a_chosen_text_that_is_impossible_is_refused_with_a_sentence(article) -> None:
    second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题"})
    before = article.history.count()
    refused = merge(second, answer, choice__title="hand", hand__title="")
    assert refused.status_code == 200
    assert "标题" in refused.content.decode()
    assert article.history.count() == before


def test_who_may_no_longer_change_the_article_cannot_bring_texts_together(article) -> None:
    second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题"})
    seen = second.client.get(answer.url).context["version"]
    set_times(article.issue, publish_at=MORNING, withdrawn_at=None)
    assert second.client.post(answer.url, {"unsent-version": seen, "choice-title": "mine"}).status_code == 403
    article.refresh_from_db()
    assert article.title == "甲题"


def test_nobody_else_reaches_the_page(article) -> None:
    _second, answer = overtaken(article, {"title": "甲题"}, {"title": "乙题"})
    assert make_client(PUBLISHER, username="other").get(answer.url).status_code == 404


def test_a_caption_that_was_not_touched_here_stays_as_somebody_made_it_meanwhile(article) -> None:
    figure = make_figure(article, caption="旧图说", credit="旧署名")
    first, second = Form(PUBLISHER, article), Form(EDITOR, article)
    first.save(**{"figures-0-caption": "他的图说"})
    assert second.save(**{"figures-0-credit": "我的署名"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.caption, figure.credit) == ("他的图说", "我的署名")


def test_a_caption_that_both_changed_is_said_before_it_is_replaced(article) -> None:
    figure = make_figure(article, caption="旧图说")
    first, second = Form(PUBLISHER, article), Form(EDITOR, article)
    first.save(**{"figures-0-caption": "他的图说"})
    told = second.save(**{"figures-0-caption": "我的图说"})
    assert told.status_code == 200
    assert "他的图说" in told.content.decode()
    second.values = {**second.values, **form_values(told)}
    assert second.save(**{"figures-0-caption": "我的图说"}).status_code == 302
    figure.refresh_from_db()
    assert figure.caption == "我的图说"


def test_no_field_of_a_figure_is_taken_back_by_a_form_that_did_not_touch_it(article) -> None:
    figure = make_figure(article)
    first, second = Form(PUBLISHER, article), Form(EDITOR, article)
    first.save(**{"figures-0-focal_x": "0.2", "figures-0-focal_y": "0.8", "figures-0-is_decorative": "on"})
    assert second.save(**{"title": "新题", "figures-0-credit": "我的署名"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.focal_x, figure.focal_y, figure.is_decorative, figure.credit) == (0.2, 0.8, True, "我的署名")


def test_a_focal_point_that_both_moved_is_said_before_it_is_replaced(article) -> None:
    figure = make_figure(article)
    first, second = Form(PUBLISHER, article), Form(EDITOR, article)
    first.save(**{"figures-0-focal_x": "0.2"})
    told = second.save(**{"figures-0-focal_x": "0.7"})
    assert told.status_code == 200
    assert "0.2" in "".join(told.context["inline_admin_formsets"][0].formset.forms[0].errors["focal_x"])
    second.values = {**second.values, **form_values(told)}
    assert second.save(**{"figures-0-focal_x": "0.7"}).status_code == 302
    figure.refresh_from_db()
    assert figure.focal_x == 0.7
