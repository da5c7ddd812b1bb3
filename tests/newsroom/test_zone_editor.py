"""The zone editor: what it shows of a page, who may save, what is saved, and what is refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.intake.running import read_pages
from articles.models import Article, DraftArticle, HotZone, ProposedZone
from articles.publishing import withdraw_article
from issues.models import Issue, PageSection
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER, REPORTER
from tests.factories import SQUARE, make_article, make_issue, make_picture, make_publication, make_section, make_zone
from tests.staff import make_client
from tests.state import site_state, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "cprb" / "2024-10-15" / "pages"
BELOW = [[0.1, 0.6], [0.5, 0.6], [0.5, 0.9], [0.1, 0.9]]
WRONG = [[0, 0], [2, 0], [0, 1]]


@pytest.fixture
def section() -> PageSection:
    section = make_section(make_issue(publish_at=None), name="要闻")
    make_article(section, title="电车开进𠮷野山脚")
    make_article(section, title="桥灯亮了")
    return section


def found_zone(section: PageSection, article: Article, **changes: Any) -> HotZone:
    return HotZone.objects.create(page_section=section, article=article, **{"polygon": SQUARE, "confidence": 0.9, **changes})


def proposed(section: PageSection, article: Article, polygon: Any = BELOW) -> ProposedZone:
    return ProposedZone.objects.create(page_section=section, article=article, polygon=polygon, confidence=0.4)


def data(client: Any, section: PageSection) -> Any:
    html = client.get(reverse("desk:zones", args=[section.pk])).content.decode()
    found = re.search(r'<script id="zone-page" type="application/json">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def wanted(zone: Any, **changes: Any) -> dict[str, Any]:
    return {**{name: zone[name] for name in ("pk", "polygon", "article", "url", "kind")}, "proposal": None, **changes}


def drawn(**changes: Any) -> dict[str, Any]:
    return {"pk": None, "polygon": SQUARE, "article": None, "url": "", "kind": "article", "proposal": None, **changes}


def save(client: Any, section: PageSection, zones: Any, **changes: Any) -> Any:
    mark = changes.pop("mark", None) or data(client, section)["mark"]
    sent = {"mark": mark, "zones": zones, "dropped": [], **changes}
    return client.post(reverse("desk:save_zones", args=[section.pk]), json.dumps(sent), content_type="application/json")


def zones_of(section: PageSection) -> list[tuple[Any, ...]]:
    return list(section.zones.order_by("pk").values_list("polygon", "article__title", "url", "kind", "confidence"))


# What is shown


def test_editor_sees_zones_proposals_drafts_and_the_articles_of_the_issue(section):
    one, two = section.articles.order_by("position")
    other = make_article(make_section(section.issue), title="别版稿件")
    zone, proposal = make_zone(section, one), proposed(section, two)
    draft = DraftArticle.objects.create(page_section=section, position=1, title="渡轮停航", polygons=[SQUARE], confidence=0.8)
    shown = data(make_client(EDITOR), section)
    assert [row["pk"] for row in shown["zones"]] == [zone.pk]
    assert [row["pk"] for row in shown["proposals"]] == [proposal.pk]
    assert [(row["pk"], row["title"]) for row in shown["drafts"]] == [(draft.pk, "渡轮停航")]
    assert [(row["pk"], row["is_here"]) for row in shown["articles"]] == [(one.pk, True), (two.pk, True), (other.pk, False)]
    assert shown["may"] == {"save": True, "decide": True, "accept": True}


def test_what_differs_stands_beside_the_page_with_a_link(section):
    make_zone(section, section.articles.first())
    make_zone(section, section.articles.last(), polygon=[[0.1, 0.1], [0.5, 0.1], [0.5, 0.4], [0.1, 0.4]])
    html = make_client(EDITOR).get(reverse("desk:zones", args=[section.pk])).content.decode()
    zone = section.zones.last()
    assert reverse("admin:articles_hotzone_change", args=[zone.pk]) in html
    assert f'data-show-zone="{zone.pk}"' in html


def test_a_full_page_costs_as_many_queries_as_an_empty_one(section):
    client, counts = make_client(EDITOR), []
    for _step in range(2):
        with CaptureQueriesContext(connection) as queries:
            data(client, section)
        counts.append(len(queries))
        for _story in range(12):
            article = make_article(section)
            make_zone(section, article)
            proposed(section, article)
    assert counts[0] == counts[1] <= 15


def test_the_picture_comes_in_its_largest_width_and_stays_in_no_cache(section):
    section = make_section(section.issue, picture=make_picture(2400, 3400))
    answer = make_client(EDITOR).get(reverse("desk:zone_picture", args=[section.pk]))
    assert "private, no-store" in answer["Cache-Control"]
    assert "-2400.jpg" in answer["Content-Disposition"]


def test_board_section_form_and_preflight_lead_to_it(section):
    client = make_client(EDITOR)
    places = [
        reverse("desk:board", args=[section.issue_id]),
        reverse("admin:issues_pagesection_change", args=[section.pk]),
    ]
    make_zone(section, section.articles.first())
    make_zone(section, section.articles.last())
    places.append(reverse("admin:issues_issue_preflight", args=[section.issue_id]))
    for place in places:
        assert reverse("desk:zones", args=[section.pk]) in client.get(place).content.decode()


# Who may


@pytest.mark.parametrize("role", [REPORTER, ARCHIVIST])
def test_who_may_only_look_sees_it_and_cannot_save(section, role):
    client = make_client(role)
    assert data(client, section)["may"]["save"] is False
    assert 'data-do="save"' not in client.get(reverse("desk:zones", args=[section.pk])).content.decode()
    assert save(client, section, []).status_code == 403


def test_what_readers_see_is_changed_by_the_publisher_alone():
    section = make_section(make_issue())
    assert save(make_client(EDITOR), section, [drawn()]).status_code == 403
    assert save(make_client(PUBLISHER), section, [drawn()]).status_code == 200


def test_a_page_of_another_paper_is_not_there(section):
    client = make_client(EDITOR, papers=[make_publication("other", "别报")])
    for name in ("zones", "zone_picture", "zone_blocks", "zone_outlines"):
        assert client.get(reverse(f"desk:{name}", args=[section.pk])).status_code == 404
    assert save(client, section, [], mark="x").status_code == 404
    assert client.post(reverse("desk:accept_zone_draft", args=[section.pk, 1])).status_code == 404


def test_a_reader_is_sent_to_the_login(client, section):
    assert client.get(reverse("desk:zones", args=[section.pk])).status_code == 302
    assert save(client, section, [], mark="x").status_code == 302


# What is saved


def test_all_zones_of_the_page_are_saved_in_one_request(section):
    one, two = section.articles.order_by("position")
    kept, changed, gone = found_zone(section, one), found_zone(section, two, polygon=BELOW), make_zone(section, one)
    client = make_client(EDITOR)
    shown = {row["pk"]: row for row in data(client, section)["zones"]}
    zones = [
        wanted(shown[kept.pk]),
        wanted(shown[changed.pk], polygon=SQUARE),
        drawn(url="https://shop.example/", kind="advertisement"),
    ]
    answer = save(client, section, zones)
    assert answer.status_code == 200
    assert answer.json()["pks"][:2] == [kept.pk, changed.pk]
    assert answer.json()["mark"] == data(client, section)["mark"]
    assert zones_of(section) == [
        (SQUARE, one.title, "", "article", 0.9),
        (SQUARE, two.title, "", "article", None),
        (SQUARE, None, "https://shop.example/", "advertisement", None),
    ]
    assert not HotZone.objects.filter(pk=gone.pk).exists()


def test_what_is_as_it_was_gets_no_history_and_what_changed_one_entry(section):
    client = make_client(EDITOR)
    one, two = (make_zone(section, article) for article in section.articles.order_by("position"))
    before = [zone.history.count() for zone in (one, two)]
    shown = [wanted(row) for row in data(client, section)["zones"]]
    answer = save(client, section, [shown[0], {**shown[1], "kind": "figure"}, drawn()])
    assert [zone.history.count() - count for zone, count in zip((one, two), before, strict=True)] == [0, 1]
    assert HotZone.history.filter(id=answer.json()["pks"][2], history_type="+").count() == 1


def test_saving_costs_no_more_for_many_new_zones(section):
    client, counts = make_client(EDITOR), []
    for count in (1, 20):
        mark = data(client, section)["mark"]
        kept = [wanted(row) for row in data(client, section)["zones"]]
        with CaptureQueriesContext(connection) as queries:
            assert save(client, section, [*kept, *([drawn()] * count)], mark=mark).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_saving_raises_the_version_of_the_issue(section):
    before = version_of(section.issue)
    save(make_client(EDITOR), section, [drawn()])
    assert version_of(section.issue) > before


def test_an_accepted_proposal_is_a_person_s_zone(section):
    article = section.articles.first()
    proposal = proposed(section, article)
    answer = save(make_client(EDITOR), section, [drawn(polygon=BELOW, article=article.pk, proposal=proposal.pk)])
    assert answer.status_code == 200
    assert zones_of(section) == [(BELOW, article.title, "", "article", None)]
    assert not ProposedZone.objects.exists()


def test_a_dropped_proposal_is_not_found_again(section):
    proposal = proposed(section, section.articles.first())
    assert save(make_client(EDITOR), section, [], dropped=[proposal.pk]).status_code == 200
    assert ProposedZone.objects.values_list("state", flat=True).get() == "dropped"


def test_a_found_zone_that_goes_is_not_found_there_again(section):
    article = section.articles.first()
    found_zone(section, article)
    save(make_client(EDITOR), section, [])
    assert list(ProposedZone.objects.values_list("state", "article", "polygon")) == [("dropped", article.pk, SQUARE)]


def test_a_better_place_that_was_accepted_does_not_forbid_the_old_one(section):
    article = section.articles.first()
    found_zone(section, article)
    proposal = proposed(section, article)
    save(make_client(EDITOR), section, [drawn(polygon=BELOW, article=article.pk, proposal=proposal.pk)])
    assert not ProposedZone.objects.exists()


def test_an_accepted_draft_article_comes_back_with_its_zones(section):
    draft = DraftArticle.objects.create(
        page_section=section, position=1, title="渡轮停航", body="<p>末班船昨夜离岸。</p>", polygons=[SQUARE], confidence=0.8
    )
    answer = make_client(EDITOR).post(reverse("desk:accept_zone_draft", args=[section.pk, draft.pk]))
    article = Article.objects.get(title="渡轮停航")
    assert [row["article"] for row in answer.json()["zones"]] == [article.pk]
    assert article.pk in [row["pk"] for row in answer.json()["articles"]]
    assert answer.json()["drafts"] == []


# What is refused


def test_zones_of_an_older_view_are_refused_with_a_sentence(section):
    client = make_client(EDITOR)
    mark = data(client, section)["mark"]
    make_zone(section, section.articles.first())
    before = site_state()
    answer = save(client, section, [], mark=mark)
    assert answer.status_code == 409
    assert answer.json()["error"]
    assert site_state() == before


def test_who_writes_a_story_elsewhere_does_not_disturb_who_draws(section):
    client = make_client(EDITOR)
    mark = data(client, section)["mark"]
    make_article(make_section(section.issue))
    assert save(client, section, [drawn()], mark=mark).status_code == 200


def test_a_proposal_that_somebody_else_decided_on_is_refused(section):
    article = section.articles.first()
    proposal = proposed(section, article)
    client = make_client(EDITOR)
    mark, gone = data(client, section)["mark"], proposal.pk
    proposal.delete()
    before = site_state()
    assert save(client, section, [drawn(article=article.pk, proposal=gone)], mark=mark).status_code == 409
    assert save(client, section, [], mark=mark, dropped=[gone]).status_code == 409
    assert site_state() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"polygon": WRONG},
        {"polygon": [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]]},
        {"polygon": [[0.1, 0.1], [0.2, 0.2]]},
        {"kind": "headline"},
        {"url": "ftp://shop.example"},
        {"url": "https://shop.example/" + "长" * 500},
    ],
    ids=["outside", "in one line", "two corners", "no kind", "no address", "too long"],
)
def test_a_zone_that_cannot_be_is_refused_with_one_sentence(section, wrong):
    client = make_client(EDITOR)
    make_zone(section, section.articles.first())
    before = site_state()
    answer = save(client, section, [drawn(), drawn(**wrong)])
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert site_state() == before


def test_a_zone_leads_to_an_article_or_outside_and_to_articles_of_its_issue(section):
    client = make_client(EDITOR)
    stranger = make_article(make_section(make_issue(publication=make_publication("other", "别报"))))
    both = drawn(article=section.articles.first().pk, url="https://shop.example/")
    assert save(client, section, [both]).status_code == 422
    assert save(client, section, [drawn(article=stranger.pk)]).status_code == 409
    assert not section.zones.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"mark": "x", "zones": [1]}',
        b'{"mark": "x", "zones": [{"polygon": [["a", 1]], "kind": "article"}]}',
        b'{"mark": "x", "zones": [], "dropped": ["a"]}',
        b'{"mark": "x", "zones": [], "dropped": 1}',
    ],
)
def test_what_are_no_zones_is_a_bad_request(section, body):
    address = reverse("desk:save_zones", args=[section.pk])
    assert make_client(EDITOR).post(address, body, content_type="application/json").status_code == 400


def test_what_covers_withdrawn_print_stays_as_it_is():
    section = make_section(make_issue(), picture=make_picture())
    article = make_article(section)
    zone = make_zone(section, article)
    withdraw_article(article, "错误")
    client = make_client(PUBLISHER)
    shown = [wanted(row) for row in data(client, section)["zones"]]
    before = site_state()
    assert save(client, section, []).status_code == 422
    assert save(client, section, [{**shown[0], "polygon": BELOW}]).status_code == 422
    assert site_state() == before
    assert save(client, section, [*shown, drawn(polygon=BELOW)]).json()["pks"][0] == zone.pk


def test_only_the_publisher_draws_zones_for_a_withdrawn_article(section):
    article = section.articles.first()
    withdraw_article(article, "错误")
    make_zone(section, article)
    shown = [wanted(row) for row in data(make_client(EDITOR), section)["zones"]]
    more = [*shown, drawn(polygon=BELOW, article=article.pk)]
    editor = make_client(EDITOR, username="second")
    assert save(editor, section, more).status_code == 422
    assert save(make_client(PUBLISHER), section, more).status_code == 200


def test_a_draft_article_of_another_page_or_without_a_title_is_not_accepted(section):
    client, other = make_client(EDITOR), make_section(section.issue)
    draft = DraftArticle.objects.create(page_section=section, position=1, polygons=[SQUARE], confidence=0.8)
    assert client.post(reverse("desk:accept_zone_draft", args=[other.pk, draft.pk])).status_code == 404
    assert client.post(reverse("desk:accept_zone_draft", args=[section.pk, draft.pk])).status_code == 422
    assert make_client(REPORTER).post(reverse("desk:accept_zone_draft", args=[section.pk, draft.pk])).status_code == 403


# Blocks


@pytest.fixture
def read_section() -> PageSection:
    section = make_section(
        make_issue(publish_at=None), picture=(SAMPLE / "02.jpg").read_bytes(), pdf=(SAMPLE / "02.pdf").read_bytes()
    )
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    return section


def test_blocks_of_a_read_page_lie_on_it_and_given_ones_are_outlined(read_section):
    client = make_client(EDITOR)
    found = client.get(reverse("desk:zone_blocks", args=[read_section.pk])).json()
    assert len(found["blocks"]) == len(found["words"]) > 10
    assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in found["blocks"])
    asked = {"layer": found["layer"], "given": ["0-1", "2"]}
    polygons = client.get(reverse("desk:zone_outlines", args=[read_section.pk]), asked).json()["polygons"]
    assert len(polygons) == 2
    assert all(polygon for polygon in polygons)


@pytest.mark.parametrize("asked", [{"layer": "old", "given": "0"}, {"given": "0"}, {"layer": "", "given": "99999"}])
def test_blocks_of_an_older_reading_are_refused(read_section, asked):
    assert make_client(EDITOR).get(reverse("desk:zone_outlines", args=[read_section.pk]), asked).status_code == 409


@pytest.mark.parametrize("given", ["", "a", "1-", []])
def test_what_are_no_blocks_is_a_bad_request(section, given):
    assert make_client(EDITOR).get(reverse("desk:zone_outlines", args=[section.pk]), {"given": given}).status_code == 400


def test_a_page_without_a_text_layer_has_no_blocks(section):
    found = make_client(EDITOR).get(reverse("desk:zone_blocks", args=[section.pk])).json()
    assert found["blocks"] == []


def test_issue_is_unchanged_by_looking(section):
    client = make_client(EDITOR)
    before = version_of(section.issue)
    data(client, section)
    client.get(reverse("desk:zone_blocks", args=[section.pk]))
    assert Issue.objects.get(pk=section.issue_id).version == before
