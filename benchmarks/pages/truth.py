"""What stands on a printed page, and where: the file beside each PDF. Pure."""

from pathlib import Path

import msgspec

Box = tuple[float, float, float, float]  # left, top, right, bottom, in fractions of the sheet


class TrueArticle(msgspec.Struct, kw_only=True):
    """`paragraphs` are what is printed on this page, without the hyphens of the typesetting; `elsewhere` is the rest of an
    article that goes on on another page, or the part before it. `boxes`: head, byline, each paragraph's part in each column,
    each picture with its caption, the frame around a boxed item.
    """

    key: str
    kind: str = "news"
    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    byline: str = ""
    paragraphs: list[str] = []
    captions: list[str] = []
    elsewhere: list[str] = []
    continues_from: str | None = None
    continued_on: str | None = None
    boxes: list[Box] = []


class TruePage(msgspec.Struct, kw_only=True):
    """`width` and `height` in CSS pixels, of which a point has 4/3; `furniture`: boxes of masthead, folio and the like; `order`:
    the articles' keys as a reader meets them; `language` is a BCP 47 code."""

    layout: str
    language: str
    width: float
    height: float
    labels: list[str]
    articles: list[TrueArticle]
    furniture: list[Box]
    order: list[str]


def write_truth(page: TruePage, path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(page), indent=1))


def read_truth(path: Path) -> TruePage:
    """Raises msgspec.MsgspecError where the file is no page's truth."""
    return msgspec.json.decode(path.read_bytes(), type=TruePage)


def read_corpus(folder: Path) -> dict[Path, TruePage]:
    """By the path of the page's PDF, in the order of names."""
    return {path.with_suffix(".pdf"): read_truth(path) for path in sorted(folder.glob("*.json"))}
