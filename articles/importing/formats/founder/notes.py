"""What is gathered while one issue is read: warnings, repairs, and the one way that words go into records."""

from articles.importing.cleaning import Repairs, convert_script
from articles.importing.options import ReadingOptions
from articles.importing.private_use import map_private_use
from articles.importing.problems import ImportProblem, quoted
from issues.sentences import Sentence

_MOST = 200


class Notes:
    def __init__(self, options: ReadingOptions) -> None:
        self.options = options
        self.repairs = Repairs()
        self._warnings: dict[Sentence, None] = {}
        self._more = 0

    def warn(self, sentence: Sentence) -> None:
        """Once; after the first 200 they are only counted."""
        if len(self._warnings) < _MOST:
            self._warnings.setdefault(sentence)
        else:
            self._more += sentence not in self._warnings

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        more = (Sentence("and %(count)s more warnings of this issue", count=self._more),) if self._more else ()
        return (*self._warnings, *more)

    def mended(self, text: str) -> str:
        """Private-use characters mapped and counted, and the script that the user wants."""
        if not text or text.isascii():
            return text
        text, mapped, left, lost = map_private_use(text)
        converted = 0
        if self.options.script != "keep":
            text, converted = convert_script(text, self.options.script)
        if mapped or left or lost or converted:
            self.repairs += Repairs(converted=converted, private_use=mapped, private_use_left=left, lost=lost)
        return text

    def clipped(self, text: str, length: int, what: Sentence, origin: str) -> str:
        """Where a little less does no harm."""
        text = self.mended(text)
        if len(text) <= length:
            return text
        self.warn(
            Sentence(
                "%(origin)s: the %(what)s %(text)s has %(count)s characters and was cut to %(length)s",
                origin=origin,
                what=what,
                text=quoted(text, 30),
                count=len(text),
                length=length,
            )
        )
        return text[: length - 1] + "…"

    def whole(self, text: str, length: int, what: Sentence, origin: str) -> str:
        """Where nothing may be lost: refused."""
        text = self.mended(text)
        if len(text) > length:
            raise ImportProblem(
                origin,
                Sentence("a %(what)s of at most %(length)s characters", what=what, length=f"{length:,}"),
                f"{len(text):,}",
                field=what,
            )
        return text
