"""Decades of two papers in a database: 2,500 issues, 240,000 articles and all that stands around them, in realistic sizes.

Texts come from a pool, so that they are made once; files there are none. Keys are computed: page section n belongs to issue
(n − 1) / 16 + 1, article n to page section (n − 1) / 6 + 1.
"""

import random
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection

from articles.models import (
    Article,
    Author,
    Correction,
    Figure,
    HotZone,
    Keyword,
)
from benchmarks.corpus import ARTICLES_A_PAGE, PAGES, PLACES, article
from benchmarks.desk.filling import fill, fill_history, go_on_counting, look_at_tables, series
from benchmarks.desk.records import BOX, PAPERS, TEXTS, write_found, write_records, write_words
from issues.models import (
    Issue,
    IssueFrame,
    NeverPrinted,
    PageSection,
    Publication,
    PublicationName,
    SectionCredit,
    Suspension,
)

OWN, OTHER = 1, 2  # keys of the papers: the editor's own, and another's
NAMES = f"(ARRAY[{', '.join(repr(place) for place in PLACES)}])"


@dataclass(frozen=True)
class Size:
    issues: int

    @property
    def sections(self) -> int:
        return self.issues * PAGES

    @property
    def articles(self) -> int:
        return self.sections * ARTICLES_A_PAGE


def write_archive(size: Size) -> None:
    write_texts()
    write_papers(size)
    write_sections(size)
    write_articles(size)
    write_parts(size)
    write_found(size.sections)
    write_words(size.sections, size.articles)
    write_records(size.issues, size.sections)
    go_on_counting(Publication, Issue, PageSection, Article, Author, Keyword, User)
    look_at_tables()


def write_texts() -> None:
    random_ = random.Random(1)
    made = [article(random_) for _number in range(TEXTS)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_text (n int PRIMARY KEY, title text, body text, person text, place text)")
        rows = [(n, row["title"], row["body"], row["person"], row["place"]) for n, row in enumerate(made)]
        cursor.executemany("INSERT INTO bench_text VALUES (%s, %s, %s, %s, %s)", rows)


def write_papers(size: Size) -> None:
    """The two papers in turn, a day for each; their last three issues are drafts."""
    fill(Publication, series(PAPERS), id="n", slug="'paper' || n", time_zone="'Asia/Shanghai'")
    fill(
        PublicationName,
        f"{series(PAPERS)}, generate_series(0, 2) AS y",
        publication="n",
        from_date="make_date(1980 + y, 1, 1)",
        name="'测速日报' || n",
        cn_number="'CN 00-000' || y",
    )
    fill(
        Suspension,
        series(40),
        publication=f"1 + n % {PAPERS}",
        first="make_date(1980 + n, 2, 1)",
        last="make_date(1980 + n, 2, 7)",
    )
    day = f"(current_date - ({size.issues} - n) / {PAPERS})"
    fill(
        Issue,
        series(size.issues),
        id="n",
        publication=f"1 + n % {PAPERS}",
        date=day,
        number_text="'第' || n || '号'",
        number="n",
        publish_at=f"CASE WHEN n > {size.issues} - 6 THEN NULL ELSE {day} + time '06:00' END",
        next_section_key=str(PAGES + 1),
        next_article_key=str(PAGES * ARTICLES_A_PAGE + 1),
    )
    fill(IssueFrame, series(10), publication=f"1 + n % {PAPERS}", name="'平日' || n", made_from="n", pages="'[]'::jsonb")
    fill(NeverPrinted, series(200), publication=f"1 + n % {PAPERS}", date="current_date - 30 * n")
    fill_history(Issue, "+")


def write_sections(size: Size) -> None:
    fill(
        PageSection,
        f"{series(size.sections)} JOIN bench_text AS t ON t.n = n.n * 31 % {TEXTS}",
        id="n.n",
        issue=f"(n.n - 1) / {PAGES} + 1",
        position=f"(n.n - 1) % {PAGES} + 1",
        key=f"((n.n - 1) % {PAGES} + 1)::text",
        label=f"lpad(((n.n - 1) % {PAGES} + 1)::text, 2, '0')",
        name=f"{NAMES}[n.n % {len(PLACES)} + 1]",
        picture="'masters/' || n.n || '.jpg'",
        picture_version="1",
        state="'proofread'",
        text="repeat(t.body, 3)",
        layer_notes="'[]'::jsonb",
        masks="'[]'::jsonb",
    )
    fill(
        SectionCredit,
        f"{series(size.sections)}, generate_series(1, 4) AS p",
        page_section="n",
        position="p",
        role="(ARRAY['责任编辑', '版式', '校对', '值班编委'])[p]",
        name=f"{NAMES}[(n + p) % {len(PLACES)} + 1]",
    )
    fill_history(PageSection, "+")


def write_articles(size: Size) -> None:
    place = f"(n.n - 1) / {ARTICLES_A_PAGE} + 1"
    fill(
        Article,
        f"{series(size.articles)} JOIN bench_text AS t ON t.n = n.n * 7 % {TEXTS}",
        id="n.n",
        issue=f"(n.n - 1) / {PAGES * ARTICLES_A_PAGE} + 1",
        page_section=place,
        position=f"(n.n - 1) % {ARTICLES_A_PAGE} + 1",
        key=f"((n.n - 1) % {PAGES * ARTICLES_A_PAGE} + 1)::text",
        column="CASE WHEN n.n % 9 = 0 THEN '民生观察' ELSE '' END",
        kicker="CASE WHEN n.n % 7 = 0 THEN '走进' || t.place ELSE '' END",
        title="t.title || CASE WHEN n.n % 5000 = 0 THEN '𠮷庆桥' ELSE '' END",
        byline="'本报记者 ' || t.person",
        source="t.place",
        body="t.body",
        is_indexed="TRUE",
    )
    fill_history(Article, "+")
    fill_history(Article, "~", "id % 10 = 0")


def write_parts(size: Size) -> None:
    """A third of the articles have a second zone, a quarter a picture."""
    place = f"(n - 1) / {ARTICLES_A_PAGE} + 1"
    for where in ("TRUE", "n % 3 = 0"):
        fill(HotZone, f"{series(size.articles)} WHERE {where}", page_section=place, article="n", polygon=BOX)
    fill_history(HotZone, "+")
    fill(
        Figure,
        f"{series(size.articles)} WHERE n % 4 = 0",
        issue=f"(n - 1) / {PAGES * ARTICLES_A_PAGE} + 1",
        article="n",
        position="1",
        key="n::text",
        picture="'masters/fig' || n || '.jpg'",
        width="1200",
        height="800",
        caption=f"{NAMES}[n % {len(PLACES)} + 1] || '的早晨'",
        credit="'本报记者 摄'",
    )
    fill(
        Correction, f"{series(size.articles)} WHERE n % 100 = 0", article="n", date="current_date - n / 200", text="'人名有误。'"
    )
