"""One issue's outline for its readers: pages, headlines, neighbours, stories, in a fixed number of queries."""

import math
from dataclasses import dataclass, field
from typing import NoReturn

from django.db.models.functions import Left
from django.http import Http404
from django.utils.functional import cached_property

from articles.chains import first_part, parts_from
from articles.models import Article, Correction, Figure, HotZone
from articles.models.article import ENOUGH_FOR_A_LEAD
from articles.richtext import count_characters, excerpt, split_at_figures, whole_tags
from articles.zones import box_around, map_coords, svg_points, top_left
from issues.converters import IssueDay
from issues.models import Issue, PageSection, SectionCredit
from issues.navigation import Fold, IssueFrame, Withdrawn, folds, issue_frame, pdf_name, pdf_names
from issues.showing import Showing

LEAD_LENGTH = 90
MAP_WIDTH = 960  # the picture that `<map>` speaks of, in pixels
SPOT_WIDTH = 320


@dataclass(frozen=True)
class Outline:
    """Pages and headlines of one issue: what 版面导航 and 标题导航 show."""

    frame: IssueFrame
    sections: list[PageSection]
    headlines: dict[int, list[Article]]  # by the section's primary key, in reading order

    @property
    def folds(self) -> list[Fold]:
        return folds(self.sections)

    @cached_property
    def pdfs(self) -> dict[str, str]:
        return pdf_names(self.frame.issue, self.sections)


def issue_outline(showing: Showing, slug: str, day: IssueDay) -> Outline:
    """Three queries. Raises Http404 or Withdrawn."""
    frame = issue_frame(showing, slug, day)
    sections = list(PageSection.objects.shown_in(showing.issues).filter(issue=frame.issue).in_order().telling_of_text())
    headlines: dict[int, list[Article]] = {section.pk: [] for section in sections}
    for article in Article.objects.shown_in(showing.issues).filter(issue=frame.issue).in_reading_order().headlines():
        headlines.setdefault(article.page_section_id, []).append(article)  # a page may be added between the two queries
    for section in sections:
        section.issue = frame.issue
    return Outline(frame, sections, headlines)


@dataclass(frozen=True)
class ZoneLink:
    """A zone as the two layers draw it: `points` in the SVG's units, `coords` in pixels of the map's picture."""

    href: str
    title: str
    points: str
    coords: str
    is_outside: bool
    is_row: bool = False  # a line of a 导读
    reach: str = ""  # of a 导读: `points` of the box around it and its rows, which are too small for a finger


@dataclass(frozen=True)
class SectionPage:
    outline: Outline
    section: PageSection
    zones: list[ZoneLink]
    articles: list[Article]  # the page's own, with `summary`; later parts of other pages' stories included
    credits: list[SectionCredit]
    previous: PageSection | None
    next: PageSection | None
    map_size: tuple[int, int] = field(default=(0, 0))


def section_page(showing: Showing, slug: str, day: IssueDay, key: str) -> SectionPage:
    """Six queries, however many pages and articles there are. Raises Http404 or Withdrawn."""
    outline = issue_outline(showing, slug, day)
    place = next((n for n, section in enumerate(outline.sections) if section.key == key), None)
    if place is None:
        raise Http404(f"No page section {key} on {day}")
    section = outline.sections[place]
    around = [None, *outline.sections, None]
    return SectionPage(
        outline,
        section,
        zones=_zone_links(showing, section, map_size(section), outline.headlines[section.pk]),
        articles=_with_summaries(showing, section, outline.headlines[section.pk]),
        credits=list(section.credits.all()),
        previous=around[place],
        next=around[place + 2],
        map_size=map_size(section),
    )


def map_size(section: PageSection) -> tuple[int, int]:
    """Width and height in pixels of the picture that carries the map; a blank sheet is drawn at that size too."""
    widths = section.picture_widths or [MAP_WIDTH]
    width = next((width for width in widths if width >= MAP_WIDTH), widths[-1])
    return width, max(1, round(section.height * width / section.width))


def _zone_links(showing: Showing, section: PageSection, size: tuple[int, int], headlines: list[Article]) -> list[ZoneLink]:
    zones = HotZone.objects.filter(page_section=section).leading_into(showing.issues).select_related("article")
    shown = [zone for zone in zones if zone.article or zone.url]
    guides = _guides(shown)
    places = _headline_places(headlines)

    def order(zone: HotZone) -> tuple[int, bool, tuple[float, float]]:
        """As the headlines stand in the list, a 导读's rows after it; what leads elsewhere is the last."""
        listed = guides.get(zone, zone)
        return places.get(listed.article_id, len(places)), zone in guides, top_left(zone.polygon)

    def reach(zone: HotZone) -> str:
        rows = [row.polygon for row, guide in guides.items() if guide == zone]
        return svg_points(box_around([zone.polygon, *rows]), *size) if rows else ""

    return [
        ZoneLink(
            href=zone.article.href if zone.article else zone.url,
            title=zone.article.title if zone.article else zone.url,
            points=svg_points(zone.polygon, *size),
            coords=map_coords(zone.polygon, *size),
            is_outside=zone.article is None,
            is_row=zone in guides,
            reach=reach(zone),
        )
        for zone in sorted(shown, key=order)
    ]


def _guides(zones: list[HotZone]) -> dict[HotZone, HotZone]:
    """Zone of a pointer -> zone of the nearest 导读 on the page."""
    rows = [zone for zone in zones if zone.kind == HotZone.Kind.POINTER]
    guides = [zone for zone in zones if zone not in rows and zone.article and zone.article.kind == Article.Kind.POINTER]

    def nearest(row: HotZone) -> HotZone:
        return min(guides, key=lambda guide: math.dist(top_left(guide.polygon), top_left(row.polygon)))

    return {row: nearest(row) for row in rows} if guides else {}


def _headline_places(headlines: list[Article]) -> dict[int | None, int]:
    """Article -> its place in the page's list, where advertisements come last."""
    listed = sorted(headlines, key=lambda article: article.kind == Article.Kind.ADVERTISEMENT)
    return {article.pk: place for place, article in enumerate(listed)}


def _with_summaries(showing: Showing, section: PageSection, headlines: list[Article]) -> list[Article]:
    begins = (Left("lead", ENOUGH_FOR_A_LEAD), Left("body", ENOUGH_FOR_A_LEAD))
    rows = Article.objects.shown_in(showing.issues).filter(page_section=section).values_list("pk", *begins)
    texts = {pk: lead or whole_tags(body) for pk, lead, body in rows}
    for article in headlines:
        article.summary = excerpt(texts.get(article.pk, ""), LEAD_LENGTH)
    return headlines


@dataclass(frozen=True)
class StoryBlock:
    html: str = ""
    figure: Figure | None = None


@dataclass(frozen=True)
class StoryPart:
    """One article as it is read: its text cut at its figures; figures without a place stand at the end."""

    article: Article
    blocks: list[StoryBlock]
    corrections: list[Correction]


@dataclass(frozen=True)
class Spot:
    """见报位置: the page in small and the zones on it, in the small picture's pixels."""

    section: PageSection
    width: int
    height: int
    zones: list[str]


@dataclass(frozen=True)
class ArticlePage:
    frame: IssueFrame
    article: Article
    story: list[StoryPart]  # the article, then its later parts
    first_part: Article  # the canonical address
    previous: Article | None
    next: Article | None
    spot: Spot
    character_count: int
    pdf: str

    @property
    def is_indexed(self) -> bool:
        """The text of every part stands on this page."""
        return all(part.article.is_indexed for part in self.story)


def article_page(showing: Showing, slug: str, day: IssueDay, key: str) -> ArticlePage:
    """Six queries. Raises Http404 or Withdrawn."""
    frame = issue_frame(showing, slug, day)
    headlines = list(Article.objects.shown_in(showing.issues).filter(issue=frame.issue).in_reading_order().headlines())
    article = next((headline for headline in headlines if headline.key == key), None)
    if article is None:
        _refuse(frame.issue, key)
    before = {headline.pk: headline.continues_id for headline in headlines}
    parts, first = parts_from(article.pk, before), first_part(article.pk, before)
    texts = _texts(frame, [*parts, first])
    if article.pk not in texts:  # withdrawn a moment ago
        _refuse(frame.issue, key)
    story = _story([texts[part] for part in parts if part in texts])
    article = story[0].article
    previous, following = _neighbours(article, headlines)
    return ArticlePage(
        frame,
        article,
        story,
        first_part=texts.get(first, article),
        previous=previous,
        next=following,
        spot=_spot(article),
        character_count=sum(count_characters(part.article.lead + part.article.body) for part in story),
        pdf=_pdf(article),
    )


def _refuse(issue: Issue, key: str) -> NoReturn:
    if Article.objects.filter(issue=issue, key=key).withdrawn_after_public().exists():
        raise Withdrawn
    raise Http404(f"No public article {key}")


def _neighbours(article: Article, headlines: list[Article]) -> tuple[Article | None, Article | None]:
    """上一篇 and 下一篇 through the whole issue; advertisements are passed over, also from an advertisement."""
    place = next(n for n, headline in enumerate(headlines) if headline.pk == article.pk)
    is_read = [headline.kind != Article.Kind.ADVERTISEMENT for headline in headlines]
    previous = next((headlines[n] for n in range(place - 1, -1, -1) if is_read[n]), None)
    following = next((headlines[n] for n in range(place + 1, len(headlines)) if is_read[n]), None)
    return previous, following


def _texts(frame: IssueFrame, wanted: list[int]) -> dict[int, Article]:
    """One query: whole articles with their pages, by primary key; what is not shown any more is left out."""
    rows = Article.objects.shown_in(frame.showing.issues).filter(pk__in=wanted).select_related("page_section").with_label_rank()
    texts = {article.pk: article for article in rows}
    for article in texts.values():
        article.issue = article.page_section.issue = frame.issue
    return texts


def _story(parts: list[Article]) -> list[StoryPart]:
    """Two queries: figures and corrections."""
    figures: dict[int, list[Figure]] = {part.pk: [] for part in parts}
    for figure in Figure.objects.filter(article__in=parts).order_by("position"):
        figures[figure.article_id].append(figure)
    corrections: dict[int, list[Correction]] = {part.pk: [] for part in parts}
    for correction in Correction.objects.filter(article__in=parts).order_by("date", "pk"):
        corrections[correction.article_id].append(correction)
    return [StoryPart(part, _story_blocks(part.body, figures[part.pk]), corrections[part.pk]) for part in parts]


def _story_blocks(body: str, figures: list[Figure]) -> list[StoryBlock]:
    by_key = {figure.key: figure for figure in figures}
    blocks = []
    for block in split_at_figures(body):
        if block.figure:
            figure = by_key.pop(block.figure, None)
            blocks += [StoryBlock(figure=figure)] if figure else []
        else:
            blocks.append(StoryBlock(html=block.html))
    return blocks + [StoryBlock(figure=figure) for figure in by_key.values()]


def _pdf(article: Article) -> str:
    section = article.page_section
    return pdf_name(article.issue, section, is_first=not article.label_stands_earlier) if section.serves_pdf else ""


def _spot(article: Article) -> Spot:
    section = article.page_section
    height = max(1, round(section.height * SPOT_WIDTH / section.width))
    polygons = HotZone.objects.filter(page_section=section, article=article).values_list("polygon", flat=True)
    return Spot(section, SPOT_WIDTH, height, [svg_points(polygon, SPOT_WIDTH, height) for polygon in polygons])
