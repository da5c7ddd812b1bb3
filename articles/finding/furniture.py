"""What belongs to a page and to no article: the masthead, the folio with its date, the foot with the printer's address, words
that say what kind of page it is. Pure."""

import re
from collections.abc import Sequence

from articles.finding.folding import folded
from articles.finding.kinds import is_turn
from articles.finding.lines import Line
from issues.layer import Box, TextLayer

TOP, BOTTOM = 0.3, 0.9  # fractions of the page's height: a masthead ends above, a foot begins below
MOST_IN_FOOT = 6  # lines beside each other
WIDE = 0.6  # of the page's width: a rule below the head of a page
LEAST_TEXT = 8  # letters and figures of a text that has neither a title nor a picture
PAGE_WORDS = frozenset(
    "广告 公益广告 商业广告 分类广告 分类信息 广告专版 advertisement advertisements 头版 要闻 时政 综合 综合新闻 新闻 本地新闻 "
    "国内 国内新闻 国际 国际新闻 经济 财经 社会 民生 文化 文体 体育 教育 健康 科技 副刊 评论 理论 专版 专题 专页 专刊 特刊 "
    "周刊 周末 连载 图片新闻".split()
)

_DATE = re.compile(
    r"[0-9０-９〇○零一二三四五六七八九]{4}\s*年\s*[0-9０-９一二三四五六七八九十]{1,3}\s*月|星期[一二三四五六日天]"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),"
)
_MARK = re.compile(
    r"[责責]任[编編][辑輯]|[责責][编編][:：]|版式[:：]|[统統]一[连連][续續]出版物|国内刊号|CN\s?[0-9]{2}-[0-9]{4}"
    r"|今日[0-9０-９]{1,3}版|^第[0-9０-９]{3,6}期|[农農][历曆]|日?[报報]社?(?:主[办辦]|出版)|^www\.|^Editor:"
)
_FOOT = re.compile(
    r"[编編][辑輯]部[:：]|[邮郵][编編編][:：]|印刷[:：]|每份零售|零售[:：价價]|[责責]任[编編][辑輯]|printed on|recycled paper"
)
_LABEL = re.compile(r"(?:第?\s*[A-Z]?[0-9０-９]{1,3}(?:[-－—–][A-Z]?[0-9０-９]{1,3})?\s*版?|[A-Z][0-9]{1,3})")


def furniture(lines: Sequence[Line], layer: TextLayer) -> set[Line]:
    found = _head(lines, layer)
    for line in lines:
        if line.box.top >= BOTTOM * layer.height and (_FOOT.search(line.text) or _is_lonely_label(line, lines)):
            band = _band(line, lines)
            if len(band) <= MOST_IN_FOOT and all(other in band or other.box.bottom <= line.box.bottom for other in lines):
                found |= band
    return found


def _head(lines: Sequence[Line], layer: TextLayer) -> set[Line]:
    """What stands above the lowest mark of a masthead or folio, or above the wide rule right below it."""
    marks = [
        line for line in lines if line.box.bottom <= TOP * layer.height and (_DATE.search(line.text) or _MARK.search(line.text))
    ]
    marks = [line for line in marks if len(line.glyphs) <= 60]
    edge = 0.0
    for line in sorted(marks, key=lambda line: line.box.top):
        reach = max(edge, 0.09 * layer.height) + 2.5 * line.size
        if line.box.top <= max(reach, _rule_below(edge, layer.rules, layer) + 2.5 * line.size):
            edge = max(edge, line.box.bottom)
    if not edge:
        return {line for line in lines if line.box.bottom <= 0.08 * layer.height and _is_lonely_label(line, lines)}
    band = [line for line in lines if line.box.top < edge - 1 and line.box.bottom <= edge + 0.03 * layer.height]
    return {line for line in band if line.box.middle[1] <= edge + line.size}


def _rule_below(edge: float, rules: Sequence[Box], layer: TextLayer) -> float:
    """The next wide rule's place below `edge`: what stands between is still the masthead."""
    tops = [rule.bottom for rule in rules if rule.width >= WIDE * layer.width and edge < rule.top <= 0.2 * layer.height]
    return min(tops, default=0.0)


def _is_lonely_label(line: Line, lines: Sequence[Line]) -> bool:
    """A page's number with nothing beside it but short furniture."""
    return bool(_LABEL.fullmatch(line.text.strip()) and all(len(other.glyphs) < 20 for other in _band(line, lines)))


def _band(line: Line, lines: Sequence[Line]) -> set[Line]:
    return {other for other in lines if other.box.top < line.box.bottom and line.box.top < other.box.bottom}


def is_furniture(title: str, texts: Sequence[str], names: Sequence[str], *, has_picture: bool) -> bool:
    """Of what was put together as an article: nothing but the page's name, its kind or its date, a turn, or a scrap. `texts`: all
    but the title; `names`: of the page and the paper. A short caption with its picture is an article."""
    printed = [text for text in (title, *texts) if text]
    whole = _letters("".join(printed))
    if whole in PAGE_WORDS or whole in map(_letters, filter(None, names)) or all(map(is_turn, printed)):
        return True
    if title or (has_picture and whole):
        return False
    return len(_letters(_MARK.sub("", _DATE.sub("", "".join(printed))))) < LEAST_TEXT


def _letters(text: str) -> str:
    return folded(text)[0]
