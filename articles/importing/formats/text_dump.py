"""A text dump of one article page of an e-paper: navigation line, page list, this page's headlines, page directory,
date line, headline, paragraphs, source in brackets. One file -> one `Dump`; `dumped_issues` joins them.
"""

import datetime as dt
import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.importing.cleaning import (
    Repairs,
    Script,
    clean,
    convert_script,
    detect_language,
    simplified,
)
from articles.importing.formats.text_lines import DUMP_LIMIT, Lines, decode
from articles.importing.labels import label_key
from articles.importing.problems import ImportProblem, megabytes, quoted
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.sentences import Sentence

NAVIGATION = ("首页", "版面导航", "标题导航")
DIRECTORY = "版面目录"
CONTENT = "新闻内容"
DATE_EXAMPLE = Sentence("a date line such as 2023年02月14日 星期二")
LIST_EXAMPLE = Sentence("a page list with labels, such as 第01版：头版")

# The records' own limits, said here with the line; the body keeps room for what a conversion may lengthen.
HEADLINE_LENGTH, NAME_LENGTH, LABEL_LENGTH, BODY_LENGTH, LINE_COUNT = 500, 100, 20, 990_000, 1000

_WORD = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{1,20}"
_LABELLED = re.compile(rf"第?\s*({_WORD}(?:[-－–—]{_WORD})*)\s*版(?:\s*[:：]\s*(.*))?")
_UNLABELLED = re.compile(r"第?\s*版\s*[:：].*|[:：].+|第\s*版")
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?P<rest>\D*)")
_WEEKDAY = re.compile(r"(?:星期|周|週|禮拜|礼拜)([一二三四五六日天])")
_NEIGHBOURS = re.compile(r"[上下]一期|[\s|｜·,，]")
_SOURCE = re.compile(
    r"(?:^|(?<=[。！？…”』」]))\s*[(（]\s*((?:据|據|来源|來源|稿源|摘自|转自|轉自|原载|原載|综合|綜合)[^()（）]{1,200})[)）]$"
)
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Dump:
    """One file. `sections` are (label, name); `place` is that of the article among the headlines, from 1.

    `list_key` names the page by its headlines, whatever the script.
    """

    origin: str
    date: dt.date
    sections: tuple[tuple[str, str], ...]
    headlines: tuple[str, ...]
    list_key: str
    place: int
    title: str
    paragraphs: tuple[str, ...]
    source: str
    language: str
    repairs: Repairs
    warnings: tuple[Sentence, ...]


def looks_like(data: bytes) -> bool:
    """Whether the beginning holds the navigation line, in UTF-8 or GB18030; the rest may be missing or damaged."""
    start = data[:65_536]
    return any(has_navigation(start.decode(encoding, "ignore")) for encoding in ("utf-8", "gb18030"))


def has_navigation(text: str) -> bool:
    return any(_is_navigation(line) for line in text.split("\n")[:40])


def read(data: bytes, origin: str, script: Script = "keep") -> Dump:
    """Raises `ImportProblem` with the line and what was expected there."""
    if len(data) > DUMP_LIMIT:
        raise ImportProblem(origin, Sentence("a text of at most %(limit)s", limit=megabytes(DUMP_LIMIT)), megabytes(len(data)))
    text, encoding = decode(data, origin, has_navigation)
    notes = (
        () if encoding == "utf-8" else (Sentence("%(origin)s: read as %(encoding)s", origin=origin, encoding=encoding.upper()),)
    )
    text, repairs = clean(text)
    dump = _parse(Lines(origin, text), repairs)
    return _in_script(replace(dump, warnings=notes + dump.warnings), script)


def _parse(lines: Lines, repairs: Repairs) -> Dump:
    _pass_navigation(lines)
    sections = _page_list(lines)
    headlines = _headlines(lines)
    warnings = _pass_directory(lines, sections)
    date, doubts = _date_line(lines)
    title, place = _title(lines, headlines)
    paragraphs, source = _paragraphs(lines)
    keys = "\n".join(simplified(headline) for headline in headlines)
    return Dump(
        origin=lines.origin,
        date=date,
        sections=sections,
        headlines=headlines,
        list_key=hashlib.sha256(keys.encode()).hexdigest()[:12],
        place=place,
        title=title,
        paragraphs=paragraphs,
        source=source,
        language="",
        repairs=repairs,
        warnings=warnings + doubts,
    )


def _is_navigation(line: str) -> bool:
    bare = simplified(re.sub(r"[(（][^()（）]*[)）]", "", line))
    return sum(word in bare for word in NAVIGATION) >= 2


def _pass_navigation(lines: Lines) -> None:
    expected = Sentence("the navigation line 首页 | 版面导航 | 标题导航")
    start = next((at for at, line in enumerate(lines.rest(40)) if _is_navigation(line)), None)
    if start is None:
        raise lines.problem(expected)
    lines.skip(start + 1)


def _page_list(lines: Lines) -> tuple[tuple[str, str], ...]:
    sections: dict[str, tuple[str, str]] = {}
    while match := _LABELLED.fullmatch(lines.peek()):
        label, name = _label(match), (match[2] or "").strip()
        if len(label) > LABEL_LENGTH or len(name) > NAME_LENGTH:
            raise lines.problem(
                Sentence(
                    "a label of at most %(limit)s characters and a name of at most %(limit2)s",
                    limit=LABEL_LENGTH,
                    limit2=NAME_LENGTH,
                )
            )
        if label_key(label) in sections:
            raise lines.problem(Sentence("every label once in the page list"), Sentence("%(label)s again", label=quoted(label)))
        if len(sections) == LINE_COUNT:
            raise lines.problem(Sentence("at most %(limit)s pages", limit=LINE_COUNT), Sentence("more"))
        sections[label_key(label)] = (label, name)
        lines.skip()
    if not sections or _UNLABELLED.fullmatch(lines.peek()):
        raise lines.problem(LIST_EXAMPLE)
    return tuple(sections.values())


def _label(match: re.Match[str]) -> str:
    return re.sub("[–—]", "-", unicodedata.normalize("NFKC", match[1]))


def _headlines(lines: Lines) -> tuple[str, ...]:
    found: list[str] = []
    while line := lines.peek():
        if simplified(line) in (DIRECTORY, CONTENT) or _date_match(line):
            break
        if len(line) > HEADLINE_LENGTH:
            raise lines.problem(Sentence("a headline of at most %(limit)s characters", limit=HEADLINE_LENGTH), f"{len(line)}")
        if len(found) == LINE_COUNT:
            raise lines.problem(
                Sentence(
                    "%(directory)s or %(date)s after at most %(limit)s headlines",
                    directory=DIRECTORY,
                    date=DATE_EXAMPLE,
                    limit=LINE_COUNT,
                )
            )
        found.append(line)
        lines.skip()
    if not line:
        raise lines.problem(Sentence("%(directory)s or %(date)s after the headlines", directory=DIRECTORY, date=DATE_EXAMPLE))
    if not found:
        raise lines.problem(Sentence("this page's headlines after the page list"))
    return tuple(found)


def _pass_directory(lines: Lines, sections: tuple[tuple[str, str], ...]) -> tuple[Sentence, ...]:
    """Go to the date line; the directory repeats the page list, and where it does not, that is worth a word."""
    labels: list[str] = []
    number = lines.number
    while line := lines.peek():
        if _date_match(line):
            break
        if match := _LABELLED.fullmatch(line):
            labels.append(label_key(_label(match)))
        lines.skip()
    if not line:
        raise lines.problem(Sentence("%(date)s before the article", date=DATE_EXAMPLE))
    if labels and labels != [label_key(label) for label, _ in sections]:
        return (
            Sentence(
                "%(origin)s, line %(line)s: the page directory names other pages than the page list",
                origin=lines.origin,
                line=number,
            ),
        )
    return ()


def _date_match(line: str) -> re.Match[str] | None:
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", line)) if len(line) < 100 else None
    if not match or _NEIGHBOURS.sub("", _WEEKDAY.sub("", match["rest"])):
        return None
    return match


def _date_line(lines: Lines) -> tuple[dt.date, tuple[Sentence, ...]]:
    line = lines.peek()
    match = _date_match(line)
    if match is None:
        raise lines.problem(DATE_EXAMPLE)
    try:
        date = dt.date(*(int(match[part]) for part in (1, 2, 3)))
    except ValueError as error:
        raise lines.problem(Sentence("a date that exists"), match[0].removesuffix(match["rest"])) from error
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise lines.problem(Sentence("a date from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR), str(date))
    weekday = _WEEKDAY.search(match["rest"])
    number = lines.number
    lines.skip()
    right = _WEEKDAYS[date.weekday()]
    if weekday is None or weekday[1].replace("天", "日") == right:
        return date, ()
    note = Sentence(
        "%(origin)s, line %(line)s: %(date)s is %(weekday)s, the dump says %(said)s",
        origin=lines.origin,
        line=number,
        date=date,
        weekday=f"星期{right}",
        said=weekday[0],
    )
    return date, (note,)


def _title(lines: Lines, headlines: tuple[str, ...]) -> tuple[str, int]:
    """The article's headline and its place among the page's headlines, from 1: the article's natural key."""
    title = lines.peek()
    if not title:
        raise lines.problem(Sentence("the article's headline after the date line"))
    keys = [simplified(headline) for headline in headlines]
    places = [place for place, key in enumerate(keys, 1) if key == simplified(title)]
    if not places:
        listed = ", ".join(quoted(headline, 30) for headline in headlines[:5]) + (", …" if len(headlines) > 5 else "")
        raise lines.problem(Sentence("one of this page's headlines: %(listed)s", listed=listed))
    if len(places) > 1:
        raise lines.problem(
            Sentence("a headline that this page has once"),
            Sentence("%(title)s listed %(count)s times", title=quoted(title), count=len(places)),
        )
    lines.skip()
    return title, places[0]


def _paragraphs(lines: Lines) -> tuple[tuple[str, ...], str]:
    paragraphs = lines.rest()
    length = len(body(paragraphs))
    if length > BODY_LENGTH:
        raise lines.problem(Sentence("an article of at most %(limit)s characters", limit=f"{BODY_LENGTH:,}"), f"{length:,}")
    source = _SOURCE.search(paragraphs[-1]) if paragraphs else None
    if source is None:
        return tuple(paragraphs), ""
    paragraphs[-1] = paragraphs[-1][: source.start()].rstrip()
    return tuple(filter(None, paragraphs)), source[1].strip()


def body(paragraphs: Iterable[str]) -> str:
    return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def _in_script(dump: Dump, script: Script) -> Dump:
    changed = 0

    def converted(text: str) -> str:
        nonlocal changed
        text, count = convert_script(text, script)
        changed += count
        return text

    dump = replace(
        dump,
        sections=tuple((label, converted(name)) for label, name in dump.sections),
        headlines=tuple(map(converted, dump.headlines)),
        title=converted(dump.title),
        paragraphs=tuple(map(converted, dump.paragraphs)),
        source=converted(dump.source),
    )
    known = {"hans": "zh-Hans", "hant": "zh-Hant"}
    language = known.get(script) or detect_language("".join((*dump.headlines, *dump.paragraphs)))
    return replace(dump, language=language, repairs=dump.repairs + Repairs(converted=changed))
