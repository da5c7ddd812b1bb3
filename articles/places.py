"""Where readers could see an issue or a story, asked for before it is withdrawn: what a receipt lists."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from articles.addresses import issue_addresses
from articles.models import Article, Figure, HotZone, ReceiptPlace, SiteCopy
from issues import files
from issues.converters import relative_folder
from issues.models import Issue, PageSection
from issues.navigation import pdf_name

Kind, Rule = ReceiptPlace.Kind, ReceiptPlace.Rule
ENDINGS = {"pdf": Kind.PDF, "jpg": Kind.PICTURE, "webp": Kind.PICTURE, "avif": Kind.PICTURE}


def places_of_issue(issue: Issue) -> list[ReceiptPlace]:
    """None where the issue is not public. A dozen queries."""
    addresses = issue_addresses(issue.pk)
    if not addresses:
        return []
    pdfs = [address for section in _sections(issue) for address, _etag in _pdfs(issue, section)]
    gone = dict.fromkeys([*addresses, *pdfs])
    return [
        *(ReceiptPlace(kind=_kind(address), rule=Rule.GONE, address=address) for address in gone),
        *(ReceiptPlace(kind=Kind.PAGE, rule=Rule.SILENT, address=place, mark=mark) for place, mark in _around(issue)),
        *_copies(),
    ]


def _around(issue: Issue) -> Iterator[tuple[str, str]]:
    """What leads to an issue from outside it, and by which words."""
    slug, day, month = issue.publication.slug, f"{issue.day}/", issue.date.replace(day=1)
    for place in (reverse("home"), reverse("paper", args=[slug]), reverse("paperindex", args=[slug]), *_machines(slug)):
        yield place, day
    yield reverse("archive_month", args=[slug, month, month.month]), day
    yield reverse("periods", args=[slug, month]), f"<front_page>{issue.day.folder}/"
    public = Issue.objects.public().of(slug)
    for neighbour in (public.before(issue.day).first(), public.after(issue.day).first()):
        if neighbour:
            yield reverse("issue", args=[slug, neighbour.day]), relative_folder(neighbour.day, issue.day)


def places_of_story(issue: Issue, parts: Sequence[Article]) -> list[ReceiptPlace]:
    """All pages of the issue are asked: each may name it. None where the issue is not public. A dozen queries."""
    addresses = issue_addresses(issue.pk)
    if not addresses:
        return []
    folder = issue.get_absolute_url()
    own = {folder + part.href for part in parts if part.withdrawn_at is None}
    figures = Figure.objects.filter(article__in=parts).values_list("key", flat=True)
    stems = tuple(f"{folder}fig_{key}-" for key in figures)
    painted = {part.page_section_id for part in parts}
    painted |= set(HotZone.objects.filter(article__in=parts).values_list("page_section", flat=True))
    sections = [section for section in _sections(issue) if section.pk in painted]
    pictures = {f"{folder}page_{section.key}-": section.picture_version for section in sections}
    hrefs = " ".join(part.href for part in parts)
    found: list[ReceiptPlace] = []
    for address in addresses:
        before = next((version for stem, version in pictures.items() if address.startswith(stem)), None)
        if address in own:
            found.append(ReceiptPlace(kind=Kind.PAGE, rule=Rule.GONE, address=address))
        elif stems and address.startswith(stems):
            found.append(ReceiptPlace(kind=Kind.FIGURE, rule=Rule.GONE, address=address))
        elif before is not None:
            found.append(ReceiptPlace(kind=Kind.PICTURE, rule=Rule.NEWER, address=address, mark=str(before)))
        elif address.endswith((".htm", ".xml", "/")):
            found.append(ReceiptPlace(kind=Kind.PAGE, rule=Rule.SILENT, address=address, mark=hrefs))
    for address, etag in (pdf for section in sections for pdf in _pdfs(issue, section)):
        found.append(ReceiptPlace(kind=Kind.PDF, rule=Rule.NEWER, address=address, mark=etag))
    whole = " ".join(f"{issue.day}/{part.href}" for part in parts)
    machines = (
        ReceiptPlace(kind=Kind.PAGE, rule=Rule.SILENT, address=one, mark=whole) for one in _machines(issue.publication.slug)
    )
    return [*found, *machines, *_copies()]


def _sections(issue: Issue) -> list[PageSection]:
    sections = list(issue.sections.in_order().without_text())
    for section in sections:
        section.issue = issue
    return sections


def _pdfs(issue: Issue, section: PageSection) -> Iterator[tuple[str, str]]:
    """Its two addresses, and the mark under which the site sends the file of now."""
    if section.serves_pdf:
        etag = files.etag(files.served_pdf(section))
        for is_first in (True, False):
            yield issue.get_absolute_url() + pdf_name(issue, section, is_first=is_first), etag


def _kind(address: str) -> str:
    name = address.rpartition("/")[2]
    return Kind.FIGURE if name.startswith("fig_") else ENDINGS.get(name.rpartition(".")[2], Kind.PAGE)


def _machines(slug: str) -> tuple[str, ...]:
    """What machines read of many issues."""
    return (*map(reverse, ("sitemap", "news_sitemap")), *(reverse(name, args=[slug]) for name in ("feed", "rss")))


def _copies() -> Iterator[ReceiptPlace]:
    """Static copies are asked by the time at which they were last true; a browser may keep a picture that it has for an hour."""
    for folder in SiteCopy.objects.order_by("folder").values_list("folder", flat=True):
        yield ReceiptPlace(kind=Kind.COPY, rule=Rule.COPIED, address=folder)
    yield ReceiptPlace(kind=Kind.CACHE, rule=Rule.EXPIRED)
