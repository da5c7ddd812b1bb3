"""Pictures of a story, beside its file or inside it: looked for, known by their first bytes, named for the records. Pure."""

from collections.abc import Callable

from articles.importing.formats.stories import figure_key, shortened
from articles.importing.formats.story_texts import LINE_LENGTH, TEXT_LENGTH, Clipping
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import FigureRecord
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

PICTURE_LIMIT = 100_000_000
KEPT_SIZE = 3_000_000  # of a fetched picture; a larger one is fetched once more when it is saved
KNOWN = Sentence("JPEG, PNG, WebP or TIFF")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


def is_picture(start: bytes) -> bool:
    """Of a kind that is taken, by its first bytes."""
    return start.startswith(_STARTS) or (start.startswith(b"RIFF") and start[8:12] == b"WEBP")


class Pictures:
    """Those of one article. A picture that is not there, or of another kind, is left out with a word in `clipping`; `files`
    holds, under the name that a record bears, the way to its bytes."""

    def __init__(self, file: FoundFile, external_id: str, clipping: Clipping) -> None:
        self.file, self.external_id, self.clipping = file, external_id, clipping
        self.files: dict[str, Callable[[], bytes]] = {}
        self._count = 0

    def beside(self, address: str, caption: str = "", credit: str = "", alt: str = "") -> FigureRecord | None:
        """A file of the source, by its address relative to the story's."""
        self._count += 1
        source, name = self.file.source, self.file.reference(address.replace("\\", "/"))
        try:
            is_there = name is not None and source.has(name)
            start = source.start(name, 16) if name is not None and is_there else b""
        except ImportProblem:
            is_there, start = False, b""
        if name is None or not is_there:
            self.clipping.warn(Sentence("the picture %(address)s is not beside it", address=quoted(address)))
            return None
        described, kept = source.described(name), name
        source.used.add(name)
        return self._figure(described, start, lambda: source.read(kept, PICTURE_LIMIT), caption, credit, alt)

    def inside(
        self, name: str, start: bytes, read: Callable[[], bytes], caption: str = "", credit: str = "", alt: str = ""
    ) -> FigureRecord | None:
        """A part of the file itself."""
        self._count += 1
        return self._figure(f"{self.file.origin}/{name}", start, read, caption, credit, alt)

    def remote(
        self, address: str, fetch: Callable[[str], bytes] | None, caption: str = "", credit: str = "", alt: str = ""
    ) -> FigureRecord | None:
        """From the web, where the user allows it."""
        self._count += 1
        if fetch is None:
            self.clipping.warn(
                Sentence(
                    "the picture %(address)s is on the web and was not fetched (--fetch-images does)",
                    address=quoted(address, 200),
                )
            )
            return None
        try:
            data = fetch(address)
        except ImportProblem as problem:
            self.clipping.warn(
                Sentence(
                    "the picture %(address)s could not be fetched: %(problem)s",
                    address=quoted(address, 200),
                    problem=problem.sentence,
                )
            )
            return None
        if len(data) > KEPT_SIZE:
            return self._figure(address, data[:16], lambda: fetch(address), caption, credit, alt)
        return self._figure(address, data[:16], lambda: data, caption, credit, alt)

    def _figure(
        self, described: str, start: bytes, read: Callable[[], bytes], caption: str, credit: str, alt: str
    ) -> FigureRecord | None:
        if not is_picture(start):
            self.clipping.warn(
                Sentence("the picture %(picture)s is left out: expected %(known)s", picture=quoted(described), known=KNOWN)
            )
            return None
        name = shortened(described)
        self.files[name] = read
        return FigureRecord(
            picture=name,
            key=figure_key(self.external_id, self._count),
            caption=self.clipping.text(caption, Sentence("a caption"), TEXT_LENGTH),
            credit=self.clipping.line(credit, Sentence("a credit"), LINE_LENGTH),
            alt=self.clipping.line(alt, Sentence("an alternative text"), LINE_LENGTH),
        )
