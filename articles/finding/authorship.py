"""Who wrote a draft: what of it names the authors, and the byline that its text begins with. Pure."""

from articles.importing.formats import bylines


def naming(byline: str, text: str) -> str:
    """What names the authors: the byline, without one the bracket that the text begins with. `text`: a paragraph a line."""
    return byline or bylines.of_text(text.partition("\n")[0])


def authors_of(byline: str, text: str) -> list[str]:
    return bylines.authors(naming(byline, text))


def byline_of(line: str) -> str:
    """The byline that a paragraph of its own is, "" where it is none. A mark before any words makes one only where the words say
    what the person did: nobody looks here at how it is printed."""
    byline = bylines.of_line(line)
    return byline if bylines.of_line(byline) == byline else ""
