"""What is gathered while one issue is read: warnings, repairs, and the one way that words go into records."""

from articles.importing.cleaning import Repairs, convert_script
from articles.importing.options import ReadingOptions
from articles.importing.private_use import map_private_use
from articles.importing.problems import ImportProblem, quoted

_MOST = 200


class Notes:
    def __init__(self, options: ReadingOptions) -> None:
        self.options = options
        self.repairs = Repairs()
        self._warnings: dict[str, None] = {}
        self._more = 0

    def warn(self, sentence: str) -> None:
        """Once; after the first 200 they are only counted."""
        if len(self._warnings) < _MOST:
            self._warnings.setdefault(sentence)
        else:
            self._more += sentence not in self._warnings

    @property
    def warnings(self) -> tuple[str, ...]:
        more = (f"and {self._more} more warnings of this issue",) if self._more else ()
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

    def clipped(self, text: str, length: int, what: str, origin: str) -> str:
        """Where a little less does no harm."""
        text = self.mended(text)
        if len(text) <= length:
            return text
        self.warn(f"{origin}: the {what} {quoted(text, 30)} has {len(text)} characters and was cut to {length}")
        return text[: length - 1] + "…"

    def whole(self, text: str, length: int, what: str, origin: str) -> str:
        """Where nothing may be lost: refused."""
        text = self.mended(text)
        if len(text) > length:
            raise ImportProblem(origin, f"a {what} of at most {length:,} characters", f"{len(text):,}", field=what)
        return text
