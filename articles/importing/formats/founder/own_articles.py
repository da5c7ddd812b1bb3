"""One article's file as this project's own site writes it -> a story: everything that its markup tells, as it was."""

import re
from datetime import date
from typing import get_args

from lxml import etree

from articles.importing.formats.founder.drafts import PLACE, CorrectionDraft, FigureDraft, Story, figure_draft
from articles.importing.formats.founder.markup import Document, first_words, folded, one_line, words
from articles.importing.formats.founder.own_pages import has_class
from articles.importing.records import ArticleRecord

KINDS = get_args(ArticleRecord.__annotations__["kind"])
_BRACKETS = re.compile(r"^[（(](.*)[)）]$", re.S)
_COLON = re.compile("[:：]")
_SUBHEADS = {"h2": "h3", "h3": "h4"}


def is_own(text: str) -> bool:
    return 'class="article-head"' in text and "<hgroup>" in text


def read_own(root: etree._Element, document: Document) -> Story:
    story = Story(is_own=True, label=document.properties.get("pagenum", ""))
    head = next((one for one in root.iter("header") if has_class(one, "article-head")), root)
    _read_head(head, story)
    content = next((one for box in root.iter("div") if folded(box, "id") == "ozoom" for one in box.iter("founder-content")), None)
    if content is not None:
        _read_content(content, story)
    article = next(root.iter("article"), root)
    _read_end(article, story)
    kind = article.get("data-kind", "")
    story.kind = kind if kind in KINDS else story.kind
    story.authors = tuple(name for name in _metas(root, "author") if name)
    story.keywords = tuple(filter(None, (word.strip() for line in _metas(root, "keywords") for word in line.split(","))))
    story.is_indexed = not any(
        folded(meta, "name") == "robots" and "noindex" in folded(meta, "content") for meta in root.iter("meta")
    )
    return story


def _metas(root: etree._Element, name: str) -> list[str]:
    return [one_line(meta.get("content", "")) for meta in root.iter("meta") if folded(meta, "name") == name]


def _read_head(head: etree._Element, story: Story) -> None:
    by_id = {element.get("id"): words(element) for element in head.iter("p", "h1") if element.get("id")}
    story.kicker, story.title, story.subtitle = (by_id.get(name, "") for name in ("PreTitle", "Title", "SubTitle"))
    story.byline = first_words(head.iter("founder-author"))
    label = next((one for one in head.iter("p") if has_class(one, "label")), None)
    if label is not None:
        is_advertisement = has_class(label, "label-plain")
        story.kind = "advertisement" if is_advertisement else "news"
        story.column = one_line(label.get("data-column", "")) if is_advertisement else words(label)
    for line in head.iter("p"):
        links = [link.get("href", "") for link in line.iter("a")]
        if has_class(line, "article-line"):
            story.page = next((href for href in links if href.startswith("node_")), "")
        elif has_class(line, "article-before"):
            story.first_part = links[0] if links else ""


def _read_content(content: etree._Element, story: Story) -> None:
    """The body as it was stored: subheads back at their level, figures as places, the lead apart, later parts left to their own
    files."""
    pieces = [content.text or ""]
    parts = []
    for element in list(content):
        classes = element.get("class", "").split()
        if not isinstance(element.tag, str):
            pieces.append(element.tail or "")
        elif element.tag == "p" and "part" in classes:
            parts.append(next((link.get("href", "") for link in element.iter("a")), ""))
        elif parts:
            continue
        elif element.tag == "p" and "lead" in classes:
            story.lead = words(element)
            pieces.append((element.tail or "").lstrip())
        elif element.tag == "figure":
            _add_figure(element, pieces, story)
        else:
            pieces.append(_serialised(element))
    story.parts = tuple(filter(None, parts))
    story.body = "".join(pieces).strip()


def _add_figure(element: etree._Element, pieces: list[str], story: Story) -> None:
    pieces[-1] = pieces[-1].rstrip()
    if figure := _figure(element):
        pieces.append(PLACE.format(len(story.figures)))
        story.figures.append(figure)
    pieces.append((element.tail or "").lstrip())


def _serialised(element: etree._Element) -> str:
    for subhead in element.iter(*_SUBHEADS):
        subhead.tag = _SUBHEADS[subhead.tag]
    written: str = etree.tostring(element, encoding="unicode", method="html", with_tail=True)
    return written


def _figure(element: etree._Element) -> FigureDraft | None:
    image = next(element.iter("img"), None)
    draft = figure_draft(image) if image is not None else None
    if draft is None or image is None:
        return None
    for span in element.iter("span"):
        if has_class(span, "credit"):
            draft.credit = words(span)
        else:
            draft.caption = words(span)
    draft.is_decorative = bool(draft.caption) and not draft.alt
    if draft.alt == draft.caption:
        draft.alt = ""
    return draft


def _read_end(article: etree._Element, story: Story) -> None:
    for line in article.iter("p"):
        if has_class(line, "source"):
            _read_source(line, story)
    story.corrections = tuple(
        filter(None, map(_correction, (one for one in article.iter("aside") if has_class(one, "correction"))))
    )


def _read_source(line: etree._Element, story: Story) -> None:
    """（source）, or where it was first printed: in elements of its own, or else as one line behind a colon."""
    said = words(line)
    bracketed = _BRACKETS.match(said)
    if bracketed and next(line.iter("cite"), None) is None:
        story.source = bracketed[1]
    else:
        spans = [words(span) for span in line.iter("span")]
        story.original_title = first_words(line.iter("cite"))
        story.original_source = spans[0] if spans else "" if story.original_title else _COLON.split(said, maxsplit=1)[-1].strip()


def _correction(aside: etree._Element) -> CorrectionDraft | None:
    moment = next((time.get("datetime", "") for time in aside.iter("time")), "")
    paragraphs = [_lines(paragraph) for paragraph in aside.iter("p") if next(paragraph.iter("time"), None) is None]
    try:
        return CorrectionDraft(date.fromisoformat(moment[:10]), "\n\n".join(filter(None, paragraphs)))
    except ValueError:
        return None


def _lines(paragraph: etree._Element) -> str:
    """Words with <br> as the end of a line."""
    lines = [paragraph.text or ""]
    for element in paragraph:
        if element.tag == "br":
            lines.append(element.tail or "")
        else:
            lines[-1] += "".join(element.itertext()) + (element.tail or "")
    return "\n".join(line.strip() for line in lines)
