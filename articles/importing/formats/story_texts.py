"""Texts of stories as records hold them: lines, paragraphs, clipped words, and the change of script with its count. Pure."""

import html
import re
from collections.abc import Iterable

import msgspec

from articles.importing.cleaning import HAN, Repairs, Script, convert_script
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord
from issues.sentences import Sentence

TITLE_LENGTH, LINE_LENGTH, WORD_LENGTH, TEXT_LENGTH, ID_LENGTH = 500, 500, 100, 5000, 200
# Room for what a change of script may lengthen.
BODY_LENGTH = 990_000

HAN_LETTER = re.compile(f"[{HAN}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_OUTSIDE_TAGS = re.compile("(<[^<>]*>)")
# Between two Chinese characters a line end was no space.
_BROKEN_CHINESE = re.compile(rf"(?<=[{HAN}，。、；：！？）》」』”’])\s*\n\s*(?=[{HAN}（《「『“‘])")


def plain(text: str) -> str:
    """Without control characters that no database and no feed can hold; line ends made plain."""
    return text if text.isprintable() else _LINE_END.sub("\n", _CONTROL.sub("", text))


def one_line(text: str) -> str:
    """A text without line ends, white space made plain; spaces of full width inside it stay."""
    if text.isprintable() and "  " not in text:  # nearly all are
        return text.strip()
    text = _BROKEN_CHINESE.sub("", plain(text))
    return re.sub(r"[ \t\n]+", " ", text).strip()


def paragraphs(lines: Iterable[str]) -> str:
    """A line a paragraph, indents taken off."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in map(str.strip, lines) if line)


def plain_body(text: str) -> str:
    return paragraphs(plain(text).split("\n"))


def checked_title(title: str, file: str, what: Sentence, line: int | None = None) -> str:
    """Raises `ImportProblem` for an empty or an endless one."""
    title = one_line(title)
    if not title:
        raise ImportProblem(file, what, Sentence("none"), line=line)
    if len(title) > TITLE_LENGTH:
        found = f"{len(title)}: {quoted(title, 30)}"
        raise ImportProblem(
            file, Sentence("%(what)s of at most %(limit)s characters", what=what, limit=TITLE_LENGTH), found, line=line
        )
    return title


def checked_body(body: str, file: str, line: int | None = None) -> str:
    if len(body) > BODY_LENGTH:
        raise ImportProblem(
            file, Sentence("an article of at most %(limit)s characters", limit=f"{BODY_LENGTH:,}"), f"{len(body):,}", line=line
        )
    return body


class Clipping:
    """Cuts what is longer than a record holds and can be cut without harm; `warnings` says so."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.warnings: list[Sentence] = []

    def line(self, text: str, what: str, length: int = LINE_LENGTH) -> str:
        return self._cut(one_line(text), what, length)

    def text(self, text: str, what: str, length: int = TEXT_LENGTH) -> str:
        return self._cut(plain(text).strip(), what, length)

    def words(self, words: Iterable[str], what: str) -> tuple[str, ...]:
        """Without empty and repeated ones."""
        found = (self.line(word, what, WORD_LENGTH) for word in words)
        return tuple(dict.fromkeys(word for word in found if word))

    def warn(self, sentence: Sentence) -> None:
        self.warnings.append(Sentence("%(origin)s: %(sentence)s", origin=self.origin, sentence=sentence))

    def _cut(self, text: str, what: str, length: int) -> str:
        if len(text) <= length:
            return text
        self.warn(Sentence("%(what)s of %(count)s characters cut to %(length)s", what=what, count=len(text), length=length))
        return text[: length - 1] + "…"


class TextChange:
    """Turns the texts of one issue into a script and counts what it did and what damage it met."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._converted = self._lost = self._private = 0

    def repairs(self) -> Repairs:
        return Repairs(converted=self._converted, lost=self._lost, private_use_left=self._private)

    def text(self, text: str) -> str:
        if not text or text.isascii():
            return text
        self._count_damage(text)
        text, count = convert_script(text, self.script)
        self._converted += count
        return text

    def _count_damage(self, text: str) -> None:
        self._lost += text.count("\ufffd")
        if _PRIVATE_USE.search(text):
            self._private += len(_PRIVATE_USE.findall(text))

    def html(self, body: str) -> str:
        """Only what stands between tags."""
        if self.script == "keep":
            self._count_damage(body)
            return body
        return "".join(part if part.startswith("<") else self.text(part) for part in _OUTSIDE_TAGS.split(body))

    def article(self, article: ArticleRecord) -> ArticleRecord:
        lines = "title column kicker subtitle byline source original_source original_title lead".split()
        changed = {name: self.text(getattr(article, name)) for name in lines}
        figures = (
            msgspec.structs.replace(figure, caption=self.text(figure.caption), credit=self.text(figure.credit))
            for figure in article.figures
        )
        return msgspec.structs.replace(
            article,
            **changed,
            body=self.html(article.body),
            authors=tuple(map(self.text, article.authors)),
            keywords=tuple(map(self.text, article.keywords)),
            figures=tuple(figures),
        )
