"""Which page an article stands on, and in what order."""

from articles.importing.formats.founder.addresses import natural
from articles.importing.formats.founder.gathering import Gathered, ReadArticle
from articles.importing.formats.founder.labels import printed_label
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.pages import Headline
from articles.importing.formats.founder.sections import SectionDraft, Sections
from articles.importing.problems import ImportProblem
from issues.sentences import Sentence


class Links:
    """What the pages link to: article -> the pages that list it, and those whose picture has an area of it, in order."""

    def __init__(self, gathered: Gathered, sections: Sections) -> None:
        self.headlines: dict[str, dict[str, Headline]] = {}  # article -> page -> the entry
        self.areas: dict[str, dict[str, str]] = {}  # article -> page -> what the area says
        self.ranks: dict[tuple[str, str], int] = {}  # page and article -> place
        for page_key in sections.drafts:
            page = gathered.pages[page_key]
            for headline in page.sheet.headlines:
                if key := gathered.key_at(page.file, headline.href, "article"):
                    self.headlines.setdefault(key, {}).setdefault(page_key, headline)
                    self.ranks.setdefault((page_key, key), len(self.ranks))
            for area in page.sheet.areas:
                if key := gathered.key_at(page.file, area.href, "article"):
                    self.areas.setdefault(key, {}).setdefault(page_key, area.title)
                    self.ranks.setdefault((page_key, key), len(self.ranks))

    def title(self, article: str) -> str:
        """What the pages call an article."""
        listed = next((headline.title for headline in self.headlines.get(article, {}).values() if headline.title), "")
        return listed or next(filter(None, self.areas.get(article, {}).values()), "")

    def knows(self, article: str) -> bool:
        return article in self.headlines or article in self.areas


def place_articles(gathered: Gathered, sections: Sections, links: Links, notes: Notes) -> None:
    """Fill each draft's `articles`. What no page links to goes where its comment or address says, else to the first page, with a
    warning either way."""
    homes: dict[str, list[str]] = {}
    linked = [key for key in (*links.headlines, *links.areas) if key not in gathered.articles and links.title(key)]
    for key in dict.fromkeys((*sorted(gathered.articles, key=natural), *linked)):
        homes.setdefault(_home(key, gathered, sections, links, notes), []).append(key)
    end = len(links.ranks)
    for home, articles in homes.items():
        draft = sections.drafts[home]
        draft.articles = sorted(articles, key=lambda key: links.ranks.get((home, key), end))


def _home(key: str, gathered: Gathered, sections: Sections, links: Links, notes: Notes) -> str:
    article = gathered.articles.get(key)
    said = _said(article, gathered, sections) if article else ""
    home = said or _linking(key, article, sections, links)
    if home in sections.missing:
        draft = sections.take_missing(home)
        notes.warn(
            Sentence(
                "%(folder)s: %(described)s has no file; it is made of the lists and of its articles",
                folder=gathered.group.folder,
                described=draft.described,
            )
        )
    if article is None or (home and links.knows(key)):
        return home
    if home:
        notes.warn(
            Sentence(
                "%(origin)s: no page links to it; it goes to %(described)s, which it names",
                origin=article.file.origin,
                described=sections.drafts[home].described,
            )
        )
        return home
    made = _made(article, sections, gathered, notes) if article.story.label else ""
    return made or _first(article, gathered, sections, notes)


def _said(article: ReadArticle, gathered: Gathered, sections: Sections) -> str:
    """The page that an article's own file or its address names."""
    known = {**sections.missing, **sections.drafts}
    if article.story.page and (key := gathered.key_at(article.file, article.story.page, "page")) in known:
        return key
    if article.story.label and (key := sections.labelled(article.story.label)):
        return key
    return _by_address(article, sections) if "nw." in article.file.name or "page_" in article.file.name else ""


def _by_address(article: ReadArticle, sections: Sections) -> str:
    page = article.address.page
    if not page:
        return ""
    return page if page in sections.drafts or page in sections.missing else sections.labelled(page)


def _linking(key: str, article: ReadArticle | None, sections: Sections, links: Links) -> str:
    """A list of titles is surer than an area, which may be a 导读's; an address like content_<page>_<id> is the last witness."""
    for pages in (links.headlines.get(key, {}), links.areas.get(key, {})):
        if pages:
            by_address = article.address.page if article else ""
            return by_address if by_address in pages else next(iter(pages))
    return _by_address(article, sections) if article else ""


def _made(article: ReadArticle, sections: Sections, gathered: Gathered, notes: Notes) -> str:
    """A page that only its articles tell of."""
    label = printed_label(article.story.label)
    key = "".join(letter for letter in label if letter.isascii() and letter.isalnum())[:20]
    taken = {draft.key for draft in (*sections.drafts.values(), *sections.missing.values())}
    if not key or key in taken or any(draft.label == label for draft in sections.drafts.values()):
        return ""
    address = f"made:{key}"
    sections.missing[address] = SectionDraft(key, label, "")
    draft = sections.take_missing(address)
    notes.warn(
        Sentence(
            "%(folder)s: %(described)s has no file and stands in no list; it is made of its articles",
            folder=gathered.group.folder,
            described=draft.described,
        )
    )
    return address


def _first(article: ReadArticle, gathered: Gathered, sections: Sections, notes: Notes) -> str:
    if not sections.drafts:
        raise ImportProblem(
            gathered.group.folder, Sentence("a page file (node_1.htm), or articles that name their page"), Sentence("neither")
        )
    home = next(iter(sections.drafts))
    notes.warn(
        Sentence("%(origin)s: no page links to it and it names none; it goes to the first page", origin=article.file.origin)
    )
    return home
