"""What is no running text: advertisements, notices, pointers, tables, pictures that stand alone."""

from benchmarks.pages import words
from benchmarks.pages.chinese import ChineseWriter
from benchmarks.pages.geometry import Rect
from benchmarks.pages.heads import set_head
from benchmarks.pages.pictures import picture_address
from benchmarks.pages.sheet import Sheet, Writer, escaped, text_width
from benchmarks.pages.stories import caption_depth, set_picture
from benchmarks.pages.truth import TrueArticle

_GROUNDS = [
    "background:#fbe9d0",
    "background:#d8e6f2",
    "border:1.5px solid #222",
    "background:#b01818;color:#fff",
    "background:#e9efe0",
]
_NOTICES = {
    "遗失声明": "{p}遗失{b}签发的{m}登记证，编号{n}，声明作废。",
    "注销公告": "{t}{m}服务社经成员决议拟注销，请债权人自公告之日起四十五日内申报债权。联系人：{p}，电话0000-{n}。",
    "招租": "{t}临街铺面{k}平方米，水电齐全，适合{m}，价格面议。电话0000-{n} {p}。",
    "减资公告": "{t}{m}有限公司注册资本由{k}万元减至{j}万元，特此公告。",
    "寻人启事": "{p}，{j}岁，身高1.{j}米，于{t}走失，知情者请与{b}联系，电话0000-{n}。",
    "拍卖公告": "受委托，定于本月{d}日在{t}公开拍卖{m}设备{k}台，有意者请至{b}登记。",
}


def set_advertisement(sheet: Sheet, rect: Rect) -> TrueArticle:
    """As large as its place; its own frame or ground is its box."""
    article, random_ = sheet.begin("advertisement"), sheet.random
    article.title = random_.choice(words.GOODS)
    slogans = random_.sample(words.SLOGANS, 2)
    article.paragraphs = [
        *slogans,
        f"地址：{random_.choice(words.TOWNS)}{random_.randint(2, 300)}号　电话：0000-555{random_.randint(1000, 9999)}",
    ]
    size = min(rect.height / 5, rect.width * 0.8 / len(article.title))
    widest = max(text_width(text, 1.3 if at < 2 else 1.0) for at, text in enumerate(article.paragraphs))
    small = min(size * 0.5, rect.width * 0.92 / widest)
    lines = [
        (article.title, size, 700),
        *((text, small * (1.3 if at < 2 else 1), 400) for at, text in enumerate(article.paragraphs)),
    ]
    used = sum(number * 1.4 for _, number, _ in lines)
    image = ""
    if rect.height - used > 60:
        height = (rect.height - used) * 0.8
        ratio = height / (rect.width * 0.8)
        image = f'<img src="{picture_address(random_, ratio)}" style="width:80%;height:{height:.1f}px;margin:4px auto">'
    inner = "".join(
        f'<div style="font-size:{number:.1f}px;line-height:{number * 1.35:.1f}px;font-weight:{weight}">{text}</div>'
        for text, number, weight in lines
    )
    style = (
        f"{rect.style()};{random_.choice(_GROUNDS)};display:flex;flex-direction:column;justify-content:center;align-items:center"
    )
    sheet.draw(article.key, f'<div class="advert" data-box="{article.key}" style="{style}">{image}{inner}</div>')
    return article


def set_notices(sheet: Sheet, rect: Rect, columns: int, size: float) -> None:
    """As many small notices as find room, in columns of their own; those for which there is none are told by the press."""
    grid = sheet.grid
    sheet.furniture(
        Rect(rect.left, rect.top, rect.right, rect.top + 30),
        "分类信息",
        "font-size:20px;line-height:30px;text-align:center;background:#ddd",
    )
    place = Rect(rect.left, rect.top + 38, rect.right, rect.bottom)
    writer, inner = ChineseWriter(sheet.random), ""
    line = round(size * 1.3, 1)
    room = place.width * place.height / (size * line)
    used = 0
    while used < room * 1.3:
        article, text = _notice(sheet, writer)
        used += len(text) + 30
        inner += (
            f'<div class="notice" data-box="{article.key}" style="margin-bottom:{line * 0.6:.1f}px">'
            f"<b>{article.title}</b>{escaped(text)}</div>"
        )
    style = f"{place.style()};columns:{columns};column-gap:{grid.gutter:.1f}px;font-size:{size}px;line-height:{line}px"
    rule = ";column-rule:0.75px solid #888" if grid.is_ruled else ""
    sheet.draw("notices", f'<div class="notices" style="{style}{rule}">{inner}</div>')


def _notice(sheet: Sheet, writer: ChineseWriter) -> tuple[TrueArticle, str]:
    random_ = sheet.random
    article = sheet.begin("notice")
    article.title = random_.choice(list(_NOTICES))
    text = _NOTICES[article.title].format(
        p=writer.name(),
        b=random_.choice(words.BODIES),
        m=random_.choice(words.MATTERS[random_.choice(words.SUBJECTS)]),
        t=random_.choice(words.TOWNS),
        n=f"555{random_.randint(1000, 9999)}",
        k=random_.randint(10, 900),
        j=random_.randint(50, 80),
        d=random_.randint(2, 28),
    )
    article.paragraphs = [text]
    return article, text


def set_pointers(sheet: Sheet, rect: Rect) -> None:
    """导读: a frame with headlines of other pages; the frame and its name belong to no article."""
    random_, size = sheet.random, sheet.grid.size * 1.15
    sheet.draw("", f'<div style="{rect.style()};border-top:3px solid #b01818;border-bottom:1px solid #b01818"></div>')
    sheet.furniture(
        Rect(rect.left, rect.top + 8, rect.right, rect.top + 40),
        "导　读",
        "font-size:22px;line-height:32px;font-weight:700;color:#b01818",
    )
    top, leading = rect.top + 50, size * 1.25
    while True:
        writer = ChineseWriter(random_)
        title = writer.title().replace(" ", "")
        label = f"{random_.randint(2, 16):02}"
        rows = -(-int((len(title) + 2.6) * size) // int(rect.width))
        depth = rows * leading
        if top + depth > rect.bottom - 6:
            return
        article = sheet.begin("pointer")
        article.title, article.continued_on = title, label
        place = Rect(rect.left, top, rect.right, top + depth)
        sheet.draw(
            article.key,
            f'<div class="holds" data-box="{article.key}" '
            f'style="{place.style()};height:auto;display:flow-root;font-size:{size:.1f}px;line-height:{leading:.1f}px">'
            f'{escaped(title)}<span style="float:right;font-family:Hei">{label}版</span></div>',
        )
        top += depth + size * 0.8


def set_picture_story(sheet: Sheet, rect: Rect, columns: int, writer: Writer) -> TrueArticle:
    """A picture with a title and a long caption."""
    article = sheet.begin("picture")
    article.title = writer.short_title()
    depth = set_head(sheet, article, rect, columns, share=0.25) + 4
    caption = " ".join([writer.caption(), *writer.article(40 if sheet.language != "en" else 100)[:2]]).replace("\u00ad", "")
    height = rect.height - depth - caption_depth(sheet, caption, rect.width)
    set_picture(sheet, article, Rect(rect.left, rect.top + depth, rect.right, rect.top + depth + height), caption)
    return article


def set_table(sheet: Sheet, rect: Rect, columns: int, number: int) -> TrueArticle:
    """Weather, rates or departures, by `number`; a paragraph is a row with spaces between its cells."""
    article = sheet.begin("news")
    article.title, rows = [_weather, _rates, _departures][number % 3](sheet)
    depth = set_head(sheet, article, rect, columns, share=0.3) + 4
    size = min(sheet.grid.size, rect.width / 22)
    row = round(size * 1.6, 1)
    rows = rows[: max(3, int((rect.height - depth) / row))]
    row = min(row * 1.5, (rect.height - depth) / len(rows))
    article.paragraphs = [" ".join(cells) for cells in rows]
    markup = "".join(
        f'<tr style="height:{row:.1f}px">' + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"
        for cells, tag in zip(rows, ["th"] + ["td"] * len(rows), strict=False)
    )
    style = f"left:{rect.left:.1f}px;top:{rect.top + depth:.1f}px;width:{rect.width:.1f}px;font-size:{size:.1f}px;line-height:1.2"
    sheet.draw(article.key, f'<table data-box="{article.key}" style="{style}">{markup}</table>')
    return article


def _weather(sheet: Sheet) -> tuple[str, list[list[str]]]:
    random_ = sheet.random
    rows = [["地点", "天气", "气温", "风力"]]
    for town in random_.sample(words.TOWNS, 26):
        low = random_.randint(-5, 20)
        sky = random_.choice(["晴", "多云", "阴", "小雨", "雷阵雨", "雨夹雪"])
        rows.append([town, sky, f"{low}℃～{low + random_.randint(4, 12)}℃", f"{random_.randint(1, 7)}级"])
    return "各地今日天气", rows


def _rates(sheet: Sheet) -> tuple[str, list[list[str]]]:
    random_ = sheet.random
    names = "美元 欧元 英镑 日元 港元 瑞士法郎 加元 澳元 新加坡元 韩元 泰铢 卢布 林吉特 瑞典克朗 丹麦克朗 新西兰元".split()
    rows = [["货币", "买入价", "卖出价", "中间价"]]
    for name in names:
        value = random_.uniform(4, 980)
        rows.append([name, f"{value:.2f}", f"{value * 1.004:.2f}", f"{value * 1.002:.2f}"])
    return "外汇牌价", rows


def _departures(sheet: Sheet) -> tuple[str, list[list[str]]]:
    random_ = sheet.random
    rows = [["车次", "终点", "开车", "票价"]]
    for minute in sorted(random_.sample(range(300, 1380), 28)):
        rows.append(
            [
                f"K{random_.randint(100, 999)}",
                random_.choice(words.TOWNS),
                f"{minute // 60:02}:{minute % 60:02}",
                f"{minute % 41 + 3}元",
            ]
        )
    return "冬季班车时刻表", rows
