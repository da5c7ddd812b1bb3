"""The typeset issue as the project's package: records of articles/importing/records.py, keys given in reading order."""

import datetime as dt
from dataclasses import dataclass, field
from html import escape
from zoneinfo import ZoneInfo

import msgspec

from articles.importing.records import (
    ArticleRecord,
    CorrectionRecord,
    CreditRecord,
    FigureRecord,
    IssueRecord,
    NameRecord,
    NextKeys,
    Package,
    PublicationRecord,
    SectionRecord,
    SuspensionRecord,
    ZoneRecord,
)
from typesetting.content import SUSPENDED, Sheet, Story
from typesetting.furniture import CN_NUMBER, MOTTO, NAME
from typesetting.layout import Plan
from typesetting.press import Printed
from typesetting.zones import box_polygon, pointer_polygons, story_polygon

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = dt.date(1994, 6, 1)


@dataclass(frozen=True)
class PrintedSheet:
    """`plan` is None for a whole-page advertisement."""

    sheet: Sheet
    plan: Plan | None
    printed: Printed

    def stories(self) -> list[Story]:
        """The lead, then as they stand on the page, the 导读 and the advertisement last."""
        if self.plan is None:
            return list(self.sheet.stories)
        lead = next(story for story in self.sheet.stories if story.kind not in ("pointer", "advertisement"))
        standing = [placed.setting.story for placed in self.plan.placed]
        rest = [story for story in standing if story != lead]
        return [lead, *sorted(rest, key=lambda story: ("pointer", "advertisement").count(story.kind))]


@dataclass
class Keys:
    """Keys of articles by content id and of figures by article and id, "1", "2", … through the issue."""

    articles: dict[str, str] = field(default_factory=dict)
    figures: dict[tuple[str, str], str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def package(sheets: list[PrintedSheet]) -> bytes:
    keys = _keys(sheets)
    first = sheets[0].sheet
    issue = IssueRecord(
        date=first.date,
        number=first.number,
        number_text=f"第{first.number}期",
        publish_at=_moment(first.date, 6),
        next_keys=NextKeys(len(sheets) + 1, len(keys.articles) + 1, len(keys.figures) + 1),
        sections=tuple(_section(sheet, str(index), keys) for index, sheet in enumerate(sheets, 1)),
    )
    record = Package("newspaper-issue", 1, _publication(), issue)
    encoded = msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    msgspec.json.decode(encoded, type=Package)
    return encoded


def _keys(sheets: list[PrintedSheet]) -> Keys:
    keys = Keys()
    for printed in sheets:
        for story in printed.stories():
            keys.articles[story.id] = str(len(keys.articles) + 1)
            keys.labels[story.id] = printed.sheet.label
            for figure in story.figures:
                keys.figures[story.id, figure.id] = str(len(keys.figures) + 1)
    return keys


def _publication() -> PublicationRecord:
    return PublicationRecord(
        slug="cprb",
        names=(NameRecord(FIRST_DAY, NAME, CN_NUMBER),),
        motto=MOTTO,
        masthead="masthead.png",
        suspensions=(SuspensionRecord(SUSPENDED, SUSPENDED, "印刷厂设备检修，休刊一日"),),
        license_number="互联网新闻信息服务许可证 00000000000（样例）",
        license_category="互联网新闻信息采编发布服务（样例）",
        license_holder="澄浦日报社（虚构）",
        icp_number="样ICP备00000000号",
        police_number="公安备案 00000000000000号（样例）",
        supervisor="澄浦市报业中心（虚构）",
        sponsor="澄浦日报社（虚构）",
        report_contact="违法和不良信息举报电话：0000-0000000",
        copyright_notice="本报为虚构样报：人物、机构、事件、号码均系虚构，文字与图画专为演示而作。",
    )


def _section(printed: PrintedSheet, key: str, keys: Keys) -> SectionRecord:
    sheet, stories = printed.sheet, printed.stories()
    width, height = printed.printed.size
    return SectionRecord(
        key=key,
        fold=sheet.fold,
        label=sheet.label,
        name=sheet.name,
        kind=sheet.kind,  # type: ignore[arg-type]
        width=width,
        height=height,
        picture=f"pages/{sheet.label}.jpg",
        pdf=f"pages/{sheet.label}.pdf",
        text="\n\n".join(_page_text(story, keys) for story in stories),
        state="signed",
        state_at=_moment(sheet.date, 1, 30),
        credits=tuple(CreditRecord(role, name) for role, name in sheet.credits),
        articles=tuple(_article(story, sheet.date, keys) for story in stories),
        zones=tuple(_zones(printed, stories, keys)),
    )


def _article(story: Story, date: dt.date, keys: Keys) -> ArticleRecord:
    return ArticleRecord(
        title=story.title,
        key=keys.articles[story.id],
        kind=story.kind,  # type: ignore[arg-type]
        column=story.column,
        kicker=story.kicker,
        subtitle=story.subtitle,
        byline=story.byline,
        authors=story.authors,
        source=story.source,
        lead=story.lead,
        body=_body(story, keys),
        keywords=story.keywords,
        continues=keys.articles[story.continues] if story.continues else None,
        figures=tuple(
            FigureRecord(
                picture=f"figures/{figure.id}.jpg",
                key=keys.figures[story.id, figure.id],
                caption=figure.caption,
                credit=figure.credit,
                alt=figure.alt,
            )
            for figure in story.figures
        ),
        corrections=tuple(CorrectionRecord(correction.date, correction.text) for correction in story.corrections),
        withdrawn_at=_moment(date, 15) if story.is_withdrawn else None,
        withdrawal_reason=story.withdrawal_reason,
        external_id=story.id,
    )


def _body(story: Story, keys: Keys) -> str:
    if story.items:
        links = [(keys.articles[item.article], escape(item.text), keys.labels[item.article]) for item in story.items]
        return "\n".join(f'<p><a href="content_{key}.htm">{text}</a>　第{label}版</p>' for key, text, label in links)
    parts, shown = [], set()
    for paragraph in story.paragraphs:
        text = escape(paragraph.text, quote=False)
        if paragraph.kind == "figure":
            shown.add(paragraph.text)
            parts.append(f'<figure data-figure="{keys.figures[story.id, paragraph.text]}"></figure>')
        elif paragraph.kind == "heading":
            parts.append(f"<h3>{text}</h3>")
        elif paragraph.kind == "turn":
            parts.append(f'<p class="turn">{text}</p>')
        else:
            parts.append(f"<p>{text.replace(chr(10), '<br>')}</p>")
    unplaced = [figure.id for figure in story.figures if figure.id not in shown]
    parts += [f'<figure data-figure="{keys.figures[story.id, name]}"></figure>' for name in unplaced]
    return "\n".join(parts)


def _page_text(story: Story, keys: Keys) -> str:
    """A story as it reads in print: headline, byline, paragraphs, captions."""
    head = [story.column, story.kicker, story.title, story.subtitle, story.byline]
    body = [paragraph.text for paragraph in story.printed_paragraphs]
    items = [f"{item.text}　{keys.labels[item.article]}版" for item in story.items]
    captions = [" ".join(filter(None, (figure.caption, figure.credit))) for figure in story.figures]
    return "\n".join(line for line in [*head, *body, *items, *captions] if line)


def _zones(printed: PrintedSheet, stories: list[Story], keys: Keys) -> list[ZoneRecord]:
    boxes, spots = printed.printed.stories, printed.printed.pointers
    placed = {place.setting.story.id: place for place in printed.plan.placed} if printed.plan else {}
    zones = []
    for story in stories:
        rows = {}
        if story.kind == "pointer":
            polygon, rows = pointer_polygons(boxes[story.id][0], spots, placed[story.id].fit.slack)
        elif story.kind == "advertisement":
            polygon = box_polygon(boxes[story.id][0])
        else:
            polygon = story_polygon(placed[story.id], boxes[story.id])
        kind = "advertisement" if story.kind == "advertisement" else "continuation" if story.continues else "article"
        zones.append(ZoneRecord(polygon, keys.articles[story.id], kind=kind))  # type: ignore[arg-type]
        zones += [ZoneRecord(rows[item.article], keys.articles[item.article], kind="pointer") for item in story.items]
    return zones


def _moment(date: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour, minute), ZONE)
