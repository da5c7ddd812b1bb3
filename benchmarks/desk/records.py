"""What stands beside articles in the archive: what was found, authors and keywords, old addresses, runs, accounts and records."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from articles.models import (
    ArticleAuthor,
    ArticleKeyword,
    Author,
    DraftArticle,
    ImportRun,
    Keyword,
    OldAddress,
    ProposedZone,
    SignOff,
    SiteCopy,
    WatchedFile,
    WatchedWord,
)
from benchmarks.corpus import ARTICLES_A_PAGE, PAGES
from benchmarks.desk.filling import fill, series
from issues.models import Membership
from newsroom.models import Word

TEXTS = 400  # in the pool
PAPERS = 2
PEOPLE = 300
BOX = "'[[0.1,0.1],[0.5,0.1],[0.5,0.4],[0.1,0.4]]'::jsonb"


def write_found(sections: int) -> None:
    """Of each page one, a tenth of them undecided."""
    state = "CASE WHEN n.n % 10 = 0 THEN 'waiting' ELSE 'dropped' END"
    texts = f"{series(sections)} JOIN bench_text AS t ON t.n = n.n * 13 % {TEXTS}"
    fill(
        ProposedZone,
        f"{series(sections)}",
        page_section="n",
        article=f"n * {ARTICLES_A_PAGE}",
        polygon=BOX,
        confidence="0.4",
        state=state.replace("n.n", "n"),
    )
    fill(
        DraftArticle,
        texts,
        page_section="n.n",
        position="1",
        title="t.title",
        body="t.body",
        confidence="0.7",
        state=state,
        authors="'[]'::jsonb",
        polygons="'[]'::jsonb",
        pictures="'[]'::jsonb",
    )


def write_words(sections: int, articles: int) -> None:
    authors, keywords = 1_000, 2_000
    fill(Author, series(authors), id="n", name="'记者' || n")
    fill(Keyword, series(keywords), id="n", word="'主题' || n")
    fill(ArticleAuthor, series(articles), article="n", author=f"n * 17 % {authors} + 1", position="1")
    for position in (1, 2):
        fill(
            ArticleKeyword,
            series(articles),
            article="n",
            keyword=f"(n * 29 + {position}) % {keywords} + 1",
            position=str(position),
        )
    fill(WatchedWord, series(300), word="'禁用词' || n", publication=f"CASE WHEN n % 3 = 0 THEN 1 + n % {PAPERS} END")
    article_path = "'/old/' || n || '/content_' || n || '.htm'"
    fill(OldAddress, series(articles), path=article_path, article="n")
    fill(OldAddress, series(sections), path="'/old/node_' || n || '.htm'", page_section="n")


def write_records(issues: int, sections: int) -> None:
    fill(User, series(PEOPLE), id="n + 100", username="'staff' || n", is_staff="TRUE", is_active="TRUE")
    fill(Membership, series(PEOPLE), user="n + 100", publication=f"1 + n % {PAPERS}")
    write_runs(issues, sections)
    write_acts(issues)


def write_runs(issues: int, sections: int) -> None:
    """What was imported, taken from the watched folder and copied."""
    fill(
        ImportRun,
        series(issues),
        what="'/archive/' || n",
        user=f"101 + n % {PEOPLE}",
        state="'complete'",
        started_at="now() - n * interval '1 hour'",
        finished_at="now()",
        options="'{}'::jsonb",
        report="'{}'::jsonb",
    )
    fill(
        WatchedFile,
        series(sections),
        folder="'/incoming'",
        name="n || '.pdf'",
        size="1000",
        modified="now()",
        state="'taken'",
        publication=f"1 + n % {PAPERS}",
        issue=f"(n - 1) / {PAGES} + 1",
        seen_at="now() - n * interval '1 minute'",
    )
    fill(SiteCopy, series(3), folder="'/copies/' || n")


def write_acts(issues: int) -> None:
    """What people did, and the words that the desk sent about it."""
    fill(
        SignOff,
        series(4 * issues),
        issue="(n - 1) / 4 + 1",
        fingerprint="md5(n::text)",
        code="'no_zone'",
        subject="'articles.article ' || n",
        sentence="""'{"text": "没有热区", "values": {}}'::jsonb""",
        reason="'照登'",
        name="'staff1'",
        signed_at="now() - n * interval '1 hour'",
    )
    fill(
        Word,
        series(20_000),
        what="'published'",
        text="'第' || n || '号已发布'",
        robot="'desk'",
        state="'sent'",
        created_at="now() - n * interval '1 hour'",
    )
    fill(
        LogEntry,
        series(100_000),
        user=f"101 + n % {PEOPLE}",
        object_id="n::text",
        object_repr="'稿件 ' || n",
        content_type="(SELECT id FROM django_content_type WHERE app_label = 'articles' AND model = 'article')",
        action_flag="2",
        change_message="'[]'",
        action_time="now() - n * interval '1 minute'",
    )
