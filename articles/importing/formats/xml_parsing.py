"""The one door for XML: bytes -> an element tree without entities or comments; names and texts without namespaces. Pure.

lxml runs no code, fetches nothing and expands nothing here; whatever is wrong with the bytes is an `ImportProblem` with its line.
"""

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from articles.importing.problems import ImportProblem, megabytes, quoted
from issues.sentences import Sentence

XML_LIMIT = 60_000_000

_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z_]")
_SPACE = b" \t\r\n"


def looks_like_xml(start: bytes) -> bool:
    """Whether a file's first bytes may be XML (or HTML): cheap, for `kind_of`. UTF-16 needs its byte order mark."""
    return bool(_XML_START.match(start)) or start.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<"))


def parse(data: bytes, origin: str) -> etree._Element:
    """The root element. Comments and processing instructions are left out; of entities only those of HTML (`&nbsp;`) are known,
    and they are text already. A DOCTYPE may name a DTD, which is never read; one that declares entities is refused."""
    if len(data) > XML_LIMIT:
        raise ImportProblem(origin, Sentence("XML of at most %(limit)s", limit=megabytes(XML_LIMIT)), megabytes(len(data)))
    bare = data.lstrip(_SPACE)
    if not bare:
        raise ImportProblem(origin, Sentence("XML"), Sentence("an empty file"))
    try:
        root = etree.fromstring(bare, _parser())
    except etree.LxmlError as error:
        raise _malformed(error, origin, data[: len(data) - len(bare)].count(b"\n")) from error
    _refuse_declarations(root, origin)
    _settle_entities(root, origin)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


def _malformed(error: etree.LxmlError, origin: str, lines_before: int) -> ImportProblem:
    line = (getattr(error, "lineno", None) or 1) + lines_before
    reason = re.sub(r",? ?line \d+, column \d+.*$", "", str(error), flags=re.DOTALL).strip() or Sentence("something else")
    if "mplification" in reason or "entity loop" in reason:
        return ImportProblem(origin, Sentence("XML without entities of its own"), Sentence("entities that multiply"), line=line)
    if "xcessive depth" in reason:
        return ImportProblem(origin, Sentence("elements nested at most 256 deep"), Sentence("deeper ones"), line=line)
    return ImportProblem(origin, Sentence("well-formed XML"), quoted(reason, 200), line=line)


def _refuse_declarations(root: etree._Element, origin: str) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    entity = next(iter(dtd.iterentities()), None) if dtd is not None else None
    if entity is not None:
        raise ImportProblem(
            origin,
            Sentence("XML without entities of its own"),
            Sentence("the entity %(name)s declared in the file", name=quoted(str(entity.name))),
        )


def _settle_entities(root: etree._Element, origin: str) -> None:
    """Turn the references that the parser left into text: `&nbsp;` in a file whose DTD, which is not read, declares it."""
    parents = {id(parent): parent for node in root.iter(etree.Entity) if (parent := node.getparent()) is not None}
    for parent in parents.values():
        _settle_in(parent, origin)


def _settle_in(parent: etree._Element, origin: str) -> None:
    kept: etree._Element | None = None
    parts: list[str] = [parent.text or ""]
    for child in list(parent):
        if isinstance(child, etree._Entity):
            parts += (_character(child, origin), child.tail or "")
            parent.remove(child)
        else:
            _set_text(parent, kept, "".join(parts))
            kept, parts = child, [child.tail or ""]
    _set_text(parent, kept, "".join(parts))


def _set_text(parent: etree._Element, after: etree._Element | None, text: str) -> None:
    if after is None:
        parent.text = text or None
    else:
        after.tail = text or None


def _character(entity: etree._Entity, origin: str) -> str:
    name = str(entity.name)
    if f"{name};" not in html5:
        line = entity.getparent().sourceline if entity.getparent() is not None else None
        raise ImportProblem(
            origin, Sentence("only entities of HTML"), Sentence("the unknown %(name)s", name=quoted(f"&{name};")), line=line
        )
    return html5[f"{name};"]


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """Empty for an element in none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Those of the given local names, or all."""
    return (child for child in element if not names or local_name(child) in names)


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element at the end of a path of local names, tried in document order at every step."""
    if not path:
        return element
    for found in children(element, path[0]):
        if (end := child(found, *path[1:])) is not None:
            return end
    return None


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Of the given local names, in document order, the element itself included."""
    return (found for found in element.iter() if local_name(found) in names)


def attribute(element: etree._Element, name: str) -> str:
    """By its local name (href finds xlink:href), stripped; empty where there is none."""
    value = element.get(name)
    if value is None:
        value = next((value for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
    return str(value).strip()


def text_of(element: etree._Element | None) -> str:
    """All the text in it with white space made plain; empty for None."""
    return "" if element is None else " ".join("".join(str(part) for part in element.itertext()).split())


def line_of(element: etree._Element) -> int | None:
    """For messages."""
    line = element.sourceline
    return line if isinstance(line, int) and line > 0 else None
