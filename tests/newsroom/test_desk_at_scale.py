"""Every page of the admin over two thousand articles: a bounded number of queries, no choice that nobody can look through.

`make bench-desk` asks the same pages over 240,000, and how long the database takes.
"""

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models

from articles.models import (
    Article,
    ArticleAuthor,
    Author,
    Correction,
    DraftArticle,
    Figure,
    HotZone,
    ImportRun,
    Keyword,
    OldAddress,
    ProposedZone,
    SignOff,
    SiteCopy,
    WatchedFile,
    WatchedWord,
)
from benchmarks.desk.asking import Walker
from issues.models import (
    Issue,
    IssueFrame,
    Membership,
    NeverPrinted,
    PageSection,
    Publication,
    PublicationName,
    SectionCredit,
    Suspension,
)
from newsroom.models import Word
from newsroom.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from tests.factories import MORNING, SQUARE, VALENTINE, make_picture, make_publication, make_section
from tests.staff import make_client

ISSUES, PAGES, ARTICLES = 30, 4, 9  # a paper, an issue, a page
MANY = 250  # of what a choice might hold
MOST_QUERIES, MOST_OPTIONS = 15, 200
SENTENCE = {"text": "没有热区", "values": {}}


def make(noun: type[models.Model], count: int, **fields: Any) -> list[Any]:
    """Values that are called get the row's number, from 0."""
    values = [{name: value(n) if callable(value) else value for name, value in fields.items()} for n in range(count)]
    return noun._default_manager.bulk_create(noun(**each) for each in values)


def make_paper(paper: Publication) -> list[Issue]:
    issues = make(
        Issue,
        ISSUES,
        publication=paper,
        date=lambda n: VALENTINE + dt.timedelta(days=7 * n),
        publish_at=lambda n: MORNING if n < ISSUES - 2 else None,
        next_section_key=PAGES + 1,
        next_article_key=1000,
    )
    make(IssueFrame, MANY, publication=paper, name=lambda n: f"平日{n}", made_from=issues[0])
    make(NeverPrinted, MANY, publication=paper, date=lambda n: VALENTINE - dt.timedelta(days=n))
    make(Suspension, MANY, publication=paper, first=lambda n: VALENTINE - dt.timedelta(days=n), last=VALENTINE)
    make(PublicationName, MANY, publication=paper, from_date=lambda n: VALENTINE + dt.timedelta(days=n), name="日报")
    make(SignOff, MANY, issue=lambda n: issues[n % ISSUES], fingerprint=str, code="no_zone", sentence=SENTENCE, reason="照登",
         name="root", signed_at=MORNING)  # fmt: skip
    make(WatchedFile, MANY, folder="/in", name=lambda n: f"{paper.slug}{n}", size=1, modified=MORNING, state="taken",
         publication=paper, issue=issues[0])  # fmt: skip
    make(WatchedWord, MANY, publication=paper, word=lambda n: f"禁用词{n}")
    return issues


def make_pages(issues: list[Issue]) -> None:
    count = len(issues) * PAGES
    sections = make(
        PageSection,
        count,
        issue=lambda n: issues[n // PAGES],
        position=lambda n: n % PAGES + 1,
        key=lambda n: str(n % PAGES + 1),
        label=lambda n: f"{n % PAGES + 1:02}",
        text="正文" * 100,
    )
    make(
        SectionCredit, 2 * count, page_section=lambda n: sections[n // 2], position=lambda n: n % 2 + 1, role="校对", name="高静"
    )
    articles = make(
        Article,
        count * ARTICLES,
        issue=lambda n: sections[n // ARTICLES].issue,
        page_section=lambda n: sections[n // ARTICLES],
        position=lambda n: n % ARTICLES + 1,
        key=lambda n: str(n % (PAGES * ARTICLES) + 1),
        title=lambda n: f"渡口改造进入第{n}天",
        body="<p>正文。</p>" * 20,
    )
    make_parts(articles)
    for noun, more in (
        (ProposedZone, {"polygon": SQUARE, "article": lambda n: articles[n * ARTICLES]}),
        (DraftArticle, {"position": 1}),
    ):
        make(noun, count, page_section=lambda n: sections[n], confidence=0.5, **more)


def make_parts(articles: list[Article]) -> None:
    def nth(n: int) -> Article:
        return articles[n]

    count = len(articles)
    authors = list(Author.objects.order_by("pk"))
    make(ArticleAuthor, count, article=nth, author=lambda n: authors[n % MANY], position=1)
    make(HotZone, count, article=nth, page_section=lambda n: articles[n].page_section, polygon=SQUARE)
    make(Figure, count, article=nth, issue=lambda n: articles[n].issue, position=1, key=str, picture="x.jpg", width=9, height=9)
    make(Correction, count, article=nth, date=VALENTINE, text="人名有误。")
    make(OldAddress, count, article=nth, path=lambda n: f"/old/{articles[n].pk}.htm")


@pytest.fixture
def clients(db: None, media_root: object) -> list[Any]:
    """An editor of one of two papers, and whoever may see what he may not."""
    papers = [make_publication("own", "本报"), make_publication("other", "他报")]
    make(Author, MANY, name=lambda n: f"记者{n}")
    make(Keyword, MANY, word=lambda n: f"主题{n}")
    for paper in papers:
        make_pages(make_paper(paper))
    newest = Issue.objects.filter(publication=papers[0]).newest_first()[0]
    make_section(newest, picture=make_picture(), name="要闻", position=1)
    people = make(User, MANY, username=lambda n: f"staff{n}", is_staff=True)
    make(Membership, MANY, user=lambda n: people[n], publication=papers[0])
    make(ImportRun, MANY, what="/archive/1", user=lambda n: people[n], state="complete", finished_at=MORNING)
    make(SiteCopy, MANY, folder=lambda n: f"/copies/{n}")
    make(Word, MANY, what="published", text="已发布", robot="desk", state="sent")
    return [make_client(role, papers=papers[:1]) for role in (EDITOR, PUBLISHER, ADMINISTRATOR)]


def test_no_page_of_the_admin_grows_dear_with_what_there_is(clients: list[Any]) -> None:
    answers = list(Walker(clients, ["渡口改造", "无", "2023-02-14"]).walk())
    asked = {answer.noun for answer in answers}
    assert {noun._meta.label for noun in admin.site._registry} <= asked
    assert {answer.address: answer.status for answer in answers if answer.status >= 500} == {}
    dear = {answer.address: answer.queries for answer in answers if answer.queries > MOST_QUERIES}
    long = {answer.address: answer.options for answer in answers if answer.options > MOST_OPTIONS}
    assert (dear, long) == ({}, {})


def test_the_walk_reaches_lists_forms_and_choices_of_each_kind(clients: list[Any]) -> None:
    """So that the walk itself does not fall silent when a page's markup changes."""
    walker = Walker(clients, ["渡口"])
    done = [(answer.what, answer.status) for answer in walker.noun(Article, admin.site._registry[Article])]
    for what in (
        "list",
        "filter",
        "column",
        "deep page",
        "dates",
        "search 渡口",
        "add",
        "change",
        "history",
        "choice of page_section",
    ):
        assert (what, 200) in done, what
