"""A large tree of old e-paper pages, of invented news, in any of four dialects: what an import of decades is measured with."""

import datetime as dt
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

DIALECTS = ("classic", "modern", "compact", "scripts")
PAPER = "鹿湾日报"
FIRST = dt.date(1999, 1, 1)
ARTICLES_A_PAGE = 8
WIDTH, HEIGHT = 350, 550

_WORDS = (
    "渡口 江堤 电车 老街 书店 食堂 社区 春汛 夜航 桂花 云岫 鹿湾 西河 东山 站台 学校 球队 市集 清淤 试车 "
    "居民 工人 记者 医生 司机 村民 学生 老师 昨天 今年 开工 完工 恢复 通车 走进 带来 新添 修好 等待 看到 "
    "一座 两处 三班 四站 五里 六十 七成 八年 九点 十户 以及 因为 所以 已经 不再 仍然 终于 慢慢 一起"
).split()
_CHROME = "<script>function turn(src,mode){pos=src.selectedIndex;if(mode==0){return;}src.onchange();}</script>\n" * 12
_CELLS = "".join(f"<td bgcolor=#d2d2d2 class=default align=center id=GD{day} width='14%'>{day}</td>" for day in range(42))
_CALENDAR = f"<form name=CLD><table width='100%' border=0><tr>{_CELLS}</tr></table></form>\n"


@dataclass(frozen=True)
class _Dialect:
    """How a day's files are called and written."""

    page: str
    article: str
    picture: str
    link_article: str
    link_picture: str
    charset: str


_LAYOUTS = {
    "classic": _Dialect(
        "html/{day:%Y-%m/%d}/node_{n}.htm",
        "html/{day:%Y-%m/%d}/content_{id}.htm",
        "page/{day:%Y-%m/%d}/{label}/b.jpg",
        "content_{id}.htm",
        "../../../page/{day:%Y-%m/%d}/{label}/b.jpg",
        "gb18030",
    ),
    "modern": _Dialect(
        "pc/layout/{day:%Y%m/%d}/node_{label}.html",
        "pc/content/{day:%Y%m/%d}/content_{id}.html",
        "pc/pic/{day:%Y%m/%d}/{label}.jpg",
        "../../../content/{day:%Y%m/%d}/content_{id}.html",
        "../../../pic/{day:%Y%m/%d}/{label}.jpg",
        "utf-8",
    ),
    "compact": _Dialect(
        "{day:%Y%m%d}/html/page_{label}.htm",
        "{day:%Y%m%d}/html/content_{id}.htm",
        "{day:%Y%m%d}/page/{label}.jpg",
        "content_{id}.htm",
        "../page/{label}.jpg",
        "utf-8",
    ),
    "scripts": _Dialect(
        "html/{day:%Y-%m/%d}/nbs.D110000luwan_{label}.htm",
        "html/{day:%Y-%m/%d}/nw.D110000luwan_{day:%Y%m%d}_{nth}-{label}.htm",
        "page/{day:%Y-%m/%d}/{label}/b.jpg",
        "nw.D110000luwan_{day:%Y%m%d}_{nth}-{label}.htm",
        "../../../page/{day:%Y-%m/%d}/{label}/b.jpg",
        "utf-8",
    ),
}


def write_tree(
    folder: Path,
    issues: int,
    articles_per_issue: int,
    *,
    dialect: str = "classic",
    characters: int = 1200,
    with_pictures: bool = False,
    seed: int = 1,
    first: dt.date = FIRST,
) -> int:
    """Writes one issue a day from `first` on, eight articles a page, and gives the number of article files. The same arguments
    write the same bytes. `with_pictures`: a small picture for every page; without, the pages name pictures that are not there."""
    random_ = random.Random(seed)
    layout = _LAYOUTS[dialect]
    picture = _picture() if with_pictures else b""
    count = 0
    for number in range(issues):
        day = first + dt.timedelta(days=number)
        for name, data in _issue_files(
            day, number * articles_per_issue, articles_per_issue, layout, dialect, characters, random_
        ):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            count += data.startswith(b"<html><!--article-->")
        for label in _labels(articles_per_issue) if picture else ():
            path = folder / layout.picture.format(day=day, label=label)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture)
    return count


def _labels(articles: int) -> list[str]:
    return [f"{number:02}" for number in range(1, (articles + ARTICLES_A_PAGE - 1) // ARTICLES_A_PAGE + 1)]


def _issue_files(
    day: dt.date, start: int, articles: int, layout: _Dialect, dialect: str, characters: int, random_: random.Random
) -> Iterator[tuple[str, bytes]]:
    labels = _labels(articles)
    for place, label in enumerate(labels):
        numbers = range(place * ARTICLES_A_PAGE, min(articles, (place + 1) * ARTICLES_A_PAGE))
        stories = []
        for number in numbers:
            facts = {"day": day, "label": label, "id": 100_000 + start + number, "nth": number % ARTICLES_A_PAGE + 1}
            title = _words(random_, 12)
            stories.append((layout.link_article.format(**facts), title))
            article = _article(day, label, title, _paragraphs(random_, characters), layout.charset, dialect)
            yield layout.article.format(**facts), article.encode(layout.charset)
        page = _page(day, place, labels, stories, layout, dialect)
        yield layout.page.format(day=day, label=label, n=place + 2), page.encode(layout.charset)


def _page(day: dt.date, place: int, labels: list[str], stories: list[tuple[str, str]], layout: _Dialect, dialect: str) -> str:
    label = labels[place]
    areas, items = [], []
    step = HEIGHT // ARTICLES_A_PAGE
    for nth, (href, title) in enumerate(stories):
        top = nth * step
        areas.append(f'<Area coords="2,{top},348,{top},348,{top + step - 4},2,{top + step - 4}" shape="polygon" href="{href}">')
        shown = (
            f'<script>document.write(view("{title}  "))</script>' if dialect == "scripts" else f"<div id=mp{nth}>{title}</div>"
        )
        items.append(f"<li><a href={href}>{shown}</a></li>")
    rows = "".join(
        f"<tr><td>&nbsp;<a id=pageLink href={layout.page.format(day=day, label=other, n=nth + 2).rpartition('/')[2]}>"
        f"第{other}版：新闻{other}</a></td></tr>"
        for nth, other in enumerate(labels)
    )
    picture = layout.link_picture.format(day=day, label=label)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={_declared(layout.charset)}">'
        f"<title>第{label}版：新闻{label}</title></head><body>{_CHROME}"
        f'<MAP NAME="pagepicmap">{"".join(areas)}</MAP>'
        f"<img src={picture} border=0 width={WIDTH} height={HEIGHT} USEMAP=#pagepicmap>"
        f"<ul class=list01>{''.join(items)}</ul><table>{rows}</table>{_CALENDAR}</body></html>{_properties(day, label, 2)}"
    )


def _article(day: dt.date, label: str, title: str, paragraphs: list[str], charset: str, dialect: str) -> str:
    body = "".join(f"<P>　　{paragraph}</P>" for paragraph in paragraphs)
    head = (
        f"<html><!--article--><head><meta http-equiv='Content-Type' content='text/html; charset={_declared(charset)}'>"
        f"<title>{title}-{PAPER}</title></head><body>{_CHROME}"
    )
    if dialect == "scripts":
        heads = f'<div class=text_c><h3></h3><h1><script>document.write(view("{title}"))</script></h1><h2></h2><h4>何苇</h4>'
        text = f"<div id=ozoom><div id=articleContent><!--enpcontent-->{body}<!--/enpcontent--></div></div></div>"
    elif dialect == "compact":
        heads = f"<div class=bmnr_con><div class=bmnr_con_yinti></div><div class=bmnr_con_biaoti>{title}</div>"
        text = f"<div class=bmnr_con_con><div id=zoom>{body}</div></div></div>"
    else:
        heads = (
            "<table class=wz><tbody><tr valign=top><td class=font02 align=center></td></tr>"
            f"<tr><td class=font01><founder-title>{title}</founder-title></td></tr>"
            "<tr><td class=font02><founder-author>本报记者 何苇</founder-author></td></tr></tbody></table>"
        )
        text = f'<div id=ozoom style="zoom:100%"><founder-content>{body}</founder-content></div>'
    return f"{head}{heads}{text}{_CALENDAR}</body></html>{_properties(day, label, 1)}"


def _properties(day: dt.date, label: str, kind: int) -> str:
    return (
        f"<!--enpproperty <founder-date>{day} 23:59:59</founder-date><founder-pagenum>{label}</founder-pagenum>"
        f"<founder-papername>{PAPER}</founder-papername><founder-type>{kind}</founder-type> /enpproperty-->"
    )


def _declared(charset: str) -> str:
    return "gb2312" if charset == "gb18030" else charset


def _words(random_: random.Random, length: int) -> str:
    return "".join(random_.choices(_WORDS, k=length // 2))


def _paragraphs(random_: random.Random, characters: int) -> list[str]:
    """Of about 120 characters each."""
    return ["，".join(_words(random_, 14) for _ in range(8)) + "。" for _ in range(max(1, characters // 120))]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (WIDTH * 2, HEIGHT * 2), (246, 242, 233)).save(out, "JPEG", quality=40)
    return out.getvalue()
