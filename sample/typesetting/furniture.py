"""What every sheet carries besides its stories: masthead, running head, and the whole-page advertisement."""

from html import escape

from typesetting.content import ARTS, Sheet, Story
from typesetting.drawing import drawing_address, position
from typesetting.grid import BODY_WIDTH, MARGIN, Box

NAME, CN_NUMBER, PUBLISHER = "澄浦日报", "CN 00-0000", "澄浦日报社主办"
MOTTO = "把这座城的日子，一天一天印下来"
LUNAR = {
    "2024-10-14": "九月十二",
    "2024-10-15": "九月十三",
    "2024-10-17": "九月十五",
    "2024-10-18": "九月十六",
    "2024-10-19": "九月十七",
}
WEATHER = {
    "2024-10-14": ("多云", "16–23℃"),
    "2024-10-15": ("晴", "15–24℃"),
    "2024-10-17": ("小雨", "14–19℃"),
    "2024-10-18": ("阴转多云", "13–20℃"),
    "2024-10-19": ("晴", "12–22℃"),
}


def furniture(sheet: Sheet) -> str:
    if sheet.is_front:
        return _masthead(sheet)
    if sheet.kind == "advertisement":
        return _running_head(sheet) + poster(sheet.stories[0])
    return _running_head(sheet) + (_special_head(sheet) if sheet.kind == "special" else "")


def manner(sheet: Sheet) -> str:
    """The look of labels and tints, by the page's place and matter."""
    tone = f"tone-{sum(map(ord, sheet.label + sheet.name)) % 3}"
    if any(word in sheet.name for word in ARTS):
        return f"{tone} arts"
    return f"{tone} town" if int(sheet.label[-2:]) % 3 == 0 else tone


def _masthead(sheet: Sheet) -> str:
    date, day = sheet.date, str(sheet.date)
    sky, degrees = WEATHER[day]
    credit_line = "　".join(f"{role} {name}" for role, name in sheet.credits)
    folds = f"　{sheet.fold}" if sheet.fold else ""
    strip = [
        f"{PUBLISHER}",
        f"国内统一连续出版物号 {CN_NUMBER}",
        f"第{sheet.number}期",
        f"今日{sheet.page_count}版{folds}",
        credit_line,
    ]
    items = "".join(f"<span>{escape(item)}</span>" for item in strip)
    return (
        f'<div class="masthead" style="{position(Box(MARGIN, 30, 520, 112))}">{NAME}</div>'
        f'<div class="ear" style="{position(Box(MARGIN + 548, 44, 246, 92))}">'
        f'<p class="ear-day">{date.month}月{date.day}日<span>{sheet.weekday}</span></p>'
        f"<p>{date.year}年　农历甲辰年{LUNAR[day]}</p><p class='ear-motto'>{MOTTO}</p></div>"
        f'<div class="sky" style="{position(Box(MARGIN + 820, 44, BODY_WIDTH - 820, 92))}">'
        f"<p class='sky-name'>今日天气</p><p class='sky-word'>{sky}</p><p>{degrees}</p></div>"
        f'<div class="strip" style="{position(Box(MARGIN, 148, BODY_WIDTH, 27))}">{items}</div>'
    )


def _running_head(sheet: Sheet) -> str:
    """The number stands at the outer edge: even pages left, odd pages right, as in a folded paper."""
    date = sheet.date
    is_left = int(sheet.label[-2:]) % 2 == 0
    fold = f"<em>{escape(sheet.fold)}</em>" if sheet.fold else ""
    title = f'<p class="running-title"><b>{escape(sheet.label)}</b><span>{escape(sheet.name)}</span>{fold}</p>'
    day = f"{date.year}年{date.month}月{date.day}日　{sheet.weekday}"
    middle = f'<p class="running-name"><b>{NAME}</b>{day}</p>'
    people = "　".join(f"{escape(role)} {escape(name)}" for role, name in sheet.credits)
    credit_line = f'<p class="running-credits">{people}</p>'
    parts = [title, middle, credit_line] if is_left else [credit_line, middle, title]
    css = "running" if is_left else "running odd"
    return f'<div class="{css}" style="{position(Box(MARGIN, 34, BODY_WIDTH, 44))}">{"".join(parts)}</div>'


def _special_head(sheet: Sheet) -> str:
    letters = "".join(f"<b>{letter}</b>" for letter in sheet.name)
    return f'<div class="special" style="{position(Box(MARGIN, 84, BODY_WIDTH, 64))}">{letters}<p>{NAME}周末特刊</p></div>'


def poster(story: Story) -> str:
    """A whole page for one advertisement: the picture to the edges of the type area, a few quiet lines."""
    lines = [paragraph.text for paragraph in story.paragraphs if paragraph.kind != "figure"]
    figure = story.figures[0]
    words = "".join(f"<p>{escape(line)}</p>" for line in lines[:-1])
    return (
        f'<div class="poster" data-story="{story.id}" style="{position(Box(MARGIN, 94, BODY_WIDTH, 1432))}">'
        f'<img alt="" src="{drawing_address(figure.drawing)}"><span class="mark">公益广告</span>'
        f'<div class="poster-words"><h2>{escape(story.title)}</h2><h3>{escape(story.subtitle)}</h3>{words}'
        f'<p class="poster-sign">{escape(lines[-1])}　{escape(figure.credit)}</p></div></div>'
    )


def document(css: str, body: str, manner: str = "") -> str:
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{NAME}</title>'
        f'<style>{css}</style></head><body><div class="sheet {manner}">{body}</div></body></html>'
    )


def nameplate(css: str) -> str:
    """The masthead alone, for the site's head: a transparent picture."""
    clear = "html,body{background:transparent!important}"
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><style>{css}{clear}</style></head>'
        f'<body><div id="nameplate" class="masthead">{NAME}</div></body></html>'
    )
