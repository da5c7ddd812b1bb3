"""Pictures and PDFs that an issue's pages name: found in the tree or fetched, each under a name for the records."""

import posixpath
import re
from urllib.parse import unquote

from articles.importing.formats.founder.addresses import looks_like_host
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.pictures import file_size, header_size, looks_like_picture
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile, Source, joined
from issues.sentences import Sentence

NAME_LENGTH = 200
_REMOTE = re.compile("(?:https?:)?//", re.I)


class Files:
    """Of one issue. `read` gives the bytes of what `picture` and `pdf` named."""

    def __init__(self, source: Source, notes: Notes) -> None:
        self._source = source
        self._notes = notes
        self._long: dict[str, str] = {}  # a name that records can hold -> the file's own
        self._fetched: dict[str, bytes] = {}
        self._variants: dict[str, list[str]] = {}  # a name given out -> what else of the tree shows the same picture

    def read(self, name: str) -> bytes:
        if name in self._fetched:
            return self._fetched[name]
        return self._source.read(self._long.get(name, name))

    def own_names(self, name: str | None) -> list[str]:
        """What the file, and every other size of it, is called in the tree; nothing for a fetched one."""
        if name is None or name in self._fetched:
            return []
        return list(dict.fromkeys((self._long.get(name, name), *self._variants.get(name, ()))))

    def size(self, name: str) -> tuple[int, int]:
        """Pixels; (0, 0) where they cannot be told."""
        if name in self._fetched:
            return header_size(self._fetched[name])
        return file_size(self._source, self._long.get(name, name))

    def picture(self, file: FoundFile, addresses: tuple[str, ...], what: Sentence) -> str | None:
        """The first of several addresses of one picture that is there; the others are then of no use to anybody."""
        found = None
        names = []
        for address in addresses:
            if not address:
                continue
            if _REMOTE.match(address):
                found = found or self._remote(file, address, what)
                continue
            name = self.find(file, address)
            if name is None:
                continue
            if found is None and looks_like_picture(self._source, name):
                found = self._recorded(name)
            names.append(name)
            self._source.used.add(name)
        if found is not None:
            self._variants.setdefault(found, []).extend(names)
        if found is None and addresses and not _REMOTE.match(addresses[-1]):
            there = any(self.find(file, address) for address in addresses)
            said = Sentence("is no picture (JPEG, PNG, WebP or TIFF)") if there else Sentence("is not in the tree")
            self._notes.warn(
                Sentence(
                    "%(origin)s: the %(what)s %(address)s %(said)s",
                    origin=file.origin,
                    what=what,
                    address=addresses[-1][:200],
                    said=said,
                )
            )
        return found

    def pdf(self, file: FoundFile, address: str) -> str | None:
        if not address or _REMOTE.match(address):
            return None
        name = self.find(file, address)
        if name is None:
            self._notes.warn(
                Sentence("%(origin)s: the page's PDF %(address)s is not in the tree", origin=file.origin, address=address[:200])
            )
            return None
        if self._source.start(name, 1024).find(b"%PDF-") < 0:
            self._notes.warn(
                Sentence("%(origin)s: the page's PDF %(address)s is no PDF", origin=file.origin, address=address[:200])
            )
            return None
        self._source.used.add(name)
        return self._recorded(name)

    def find(self, file: FoundFile, address: str) -> str | None:
        return find(file, address)

    def _recorded(self, name: str) -> str:
        if len(name) <= NAME_LENGTH:
            return name
        short = f"long-names/{len(self._long)}{posixpath.splitext(name)[1][:10]}"
        known = next((key for key, value in self._long.items() if value == name), short)
        self._long[known] = name
        return known

    def _remote(self, file: FoundFile, address: str, what: Sentence) -> str | None:
        fetch = self._notes.options.fetch
        if fetch is None:
            self._notes.warn(
                Sentence(
                    "%(origin)s: the %(what)s %(address)s lies elsewhere and is not fetched without --fetch-images",
                    origin=file.origin,
                    what=what,
                    address=address[:200],
                )
            )
            return None
        url = f"https:{address}" if address.startswith("//") else address
        try:
            data = fetch(url)
        except ImportProblem as problem:
            self._notes.warn(
                Sentence(
                    "%(origin)s: the %(what)s was not fetched: %(problem)s",
                    origin=file.origin,
                    what=what,
                    problem=problem.sentence,
                )
            )
            return None
        name = url if len(url) <= NAME_LENGTH else f"fetched/{len(self._fetched)}"
        self._fetched[name] = data
        return name


def find(file: FoundFile, address: str) -> str | None:
    """The name of an address's file where it is there: relative, from the site's root, or with its escapes undone."""
    address = re.split("[?#]", address.strip(), maxsplit=1)[0]
    for written in dict.fromkeys((address, unquote(address))):
        for name in _names(file, written):
            if name and file.source.has(name):
                return name
    return None


def find_upwards(file: FoundFile, address: str) -> str:
    """paper/page/1.jpg, as the comment at a page's end says it: below one of the folders that the page lies in."""
    folder = posixpath.dirname(file.name)
    short = address.partition("/")[2]
    while folder:
        folder = posixpath.dirname(folder)
        for end in filter(None, (address, short)):
            if file.source.has(posixpath.join(folder, end)):
                return posixpath.relpath(posixpath.join(folder, end), posixpath.dirname(file.name) or ".")
    return address


def _names(file: FoundFile, address: str) -> tuple[str | None, ...]:
    if not address.startswith("/"):
        return (file.reference(address),)
    host = file.name.partition("/")[0]
    bare = joined("", address.lstrip("/"))
    return (joined(host, address.lstrip("/")) if looks_like_host(host) else bare, bare)
