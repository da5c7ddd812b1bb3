"""How many articles of typeset pages are found as drafts with their titles, and how much of their text in its order.

    python -m benchmarks.find_drafts FOLDER [--worst 12]

FOLDER holds pages as benchmarks.pages makes them; without it, the sample newspaper's pages are taken.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.table import Table

from articles.finding.drafts import FoundStory, find_drafts
from articles.finding.folding import folded
from benchmarks.pages.truth import TrueArticle, read_corpus
from issues.pdf import text_layer

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "cprb"


@dataclass(frozen=True)
class Score:
    """`order`: the part of the article's characters that the draft has in its order; `extra`: characters of the draft that are
    not the article's, as a part of the article's."""

    page: str
    layout: str
    article: TrueArticle
    found: FoundStory | None
    is_titled: bool
    order: float
    extra: float


def plain(text: str) -> str:
    return folded(text)[0]


def body(article: TrueArticle | FoundStory) -> str:
    return plain("".join(article.paragraphs))


def pages_of(folder: Path | None) -> Iterator[tuple[str, str, bytes, list[TrueArticle]]]:
    if folder is None:
        yield from _sample()
        return
    for path, truth in read_corpus(folder).items():
        yield path.stem, truth.layout, path.read_bytes(), truth.articles


def _sample() -> Iterator[tuple[str, str, bytes, list[TrueArticle]]]:
    for path in sorted(SAMPLE.glob("*/issue.json")):
        for section in json.loads(path.read_bytes())["issue"]["sections"]:
            articles = [
                TrueArticle(
                    key=article["key"],
                    kind=article.get("kind", "news"),
                    kicker=article.get("kicker", ""),
                    title=article["title"],
                    subtitle=article.get("subtitle", ""),
                    byline=article.get("byline", ""),
                    paragraphs=_paragraphs(article.get("body", "")),
                )
                for article in section.get("articles", [])
            ]
            yield f"{path.parent.name}/{section['label']}", "sample", (path.parent / section["pdf"]).read_bytes(), articles


def _paragraphs(body: str) -> list[str]:
    body = re.sub(r'<p class="turn">.*?</p>', "", body)
    return [unescape(re.sub("<[^>]+>", "", part)) for part in re.split(r"</(?:p|h3|li|blockquote)>", body) if part.strip()]


def scores_of(page: str, layout: str, articles: list[TrueArticle], found: list[FoundStory]) -> Iterator[Score]:
    """Each draft for one article: the pairs that share most first. A pointer counts where a list of pointers has its title."""
    blocks = {(a, b): _shared(article, story) for a, article in enumerate(articles) for b, story in enumerate(found)}
    pairs: dict[int, int] = {}
    for (a, b), shared in sorted(blocks.items(), key=lambda item: -item[1]):
        if shared > 0 and a not in pairs and b not in pairs.values():
            pairs[a] = b
    leads = {plain(lead) for story in found for lead, _label in story.leads}
    for a, article in enumerate(articles):
        story = found[pairs[a]] if a in pairs else None
        want, have = body(article), body(story) if story else ""
        matched = sum(block.size for block in SequenceMatcher(None, want, have, autojunk=False).get_matching_blocks())
        yield Score(
            page,
            layout,
            article,
            story,
            (story is not None and plain(story.title) == plain(article.title)) or plain(article.title) in leads,
            matched / len(want) if want else 1.0,
            (len(have) - matched) / len(want) if want else 0.0,
        )


def _shared(article: TrueArticle, story: FoundStory) -> float:
    grams = [{text[at : at + 4] for at in range(len(text) - 3)} for text in (_all(article), _all(story))]
    bonus = 20 if plain(article.title) == plain(story.title) else 0
    return len(grams[0] & grams[1]) + bonus


def _all(article: TrueArticle | FoundStory) -> str:
    return plain(article.title) + plain("".join(article.captions)) + body(article)


def table(scores: list[Score]) -> Table:
    shown = Table("layout", "articles", "titles", "characters in order", "of others")
    rows: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        rows[score.layout].append(score)
    for layout, some in [*sorted(rows.items()), ("all", scores)]:
        length = sum(len(body(score.article)) for score in some) or 1
        order = sum(score.order * len(body(score.article)) for score in some) / length
        extra = sum(score.extra * len(body(score.article)) for score in some) / length
        titled = sum(score.is_titled for score in some)
        shown.add_row(layout, str(len(some)), f"{titled / len(some):.1%}", f"{order:.2%}", f"{extra:.2%}")
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--worst", type=int, default=12)
    options = parser.parse_args()
    scores = [
        score
        for page, layout, data, articles in pages_of(options.folder)
        for score in scores_of(page, layout, articles, find_drafts(text_layer(data)))
    ]
    console = Console()
    console.print(table(scores))
    for score in sorted(scores, key=lambda score: score.order - score.extra + score.is_titled)[: options.worst]:
        title = score.found.title if score.found else "-"
        console.print(f"{score.page} {score.article.key} {score.article.title} | {title} | {score.order:.2f} {score.extra:+.2f}")


if __name__ == "__main__":
    main()
