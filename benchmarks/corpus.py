"""Made-up issues for measuring: 16 pages of 6 articles of about 1,200 characters, with zones; the same every time."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIRST_DAY = dt.date(1990, 1, 1)
PAGES, ARTICLES_A_PAGE = 16, 6
ARTICLES_AN_ISSUE = PAGES * ARTICLES_A_PAGE
CHARACTERS = 1200

PLACES = "青苇镇 白鹭口 石桥乡 望湖区 枫林街道 上渡村 东篱县 竹溪里 临江坊 九曲港".split()
PEOPLE = "林晚舟 沈棹 何苇 秦渡 顾小满 方野 陆听雨 白露 江照 𠮷田明".split()
THINGS = "渡口改造 图书馆夜读 社区食堂 老街修缮 湿地观鸟 旧书市集 龙舟训练 稻田公园 校车路线 口袋花园".split()
SENTENCES = [
    "{place}的{thing}从今年春天开始，到上周末已经有{number}人报名参加。",
    "负责人{person}介绍，{thing}先在{place}试行，秋天以后再推广到其他{number}个村。",
    "记者在{place}看到，新修的步道沿着河岸延伸，早晚都有人散步、拉琴、下棋。",
    "“一开始大家都不相信能成，”{person}说，“后来人越来越多，我们就把时间改到了晚上。”",
    "根据公布的方案，{thing}将分{number}个阶段进行，每个阶段结束后征求居民意见。",
    "{person}今年{number}岁，在{place}住了大半辈子，说起{thing}，她最关心的是雨天怎么办。",
    "目前，{place}一共收到{number}条建议，其中三分之一与停车和路灯有关。",
    "下个月起，{thing}的开放时间延长到晚上九点，周末不再需要预约。",
]


def issue_days(count: int, start: int = 0) -> Iterator[dt.date]:
    return (FIRST_DAY + dt.timedelta(days=number) for number in range(start, start + count))


def article(random_: random.Random) -> dict[str, str]:
    place, person, thing = random_.choice(PLACES), random_.choice(PEOPLE), random_.choice(THINGS)
    paragraphs, length = [], 0
    while length < CHARACTERS:
        words = {"place": place, "person": person, "thing": thing, "number": random_.randint(3, 98)}
        paragraph = "".join(random_.choice(SENTENCES).format(**words) for _ in range(4))
        paragraphs.append(paragraph)
        length += len(paragraph)
    title = f"{place}{thing}进入第{random_.randint(2, 9)}个月"
    return {"title": title, "person": person, "place": place, "body": "".join(f"<p>{text}</p>" for text in paragraphs)}


def package(day: dt.date, slug: str = "bench") -> dict[str, Any]:
    """The issue.json of one issue; a third of the articles have a second zone."""
    random_ = random.Random(day.toordinal())
    sections = []
    for page in range(PAGES):
        articles, zones = [], []
        for place in range(ARTICLES_A_PAGE):
            made, key = article(random_), str(page * ARTICLES_A_PAGE + place + 1)
            articles.append(
                {
                    "key": key,
                    "title": made["title"],
                    "byline": f"本报记者 {made['person']}",
                    "authors": [made["person"]],
                    "source": made["place"],
                    "body": made["body"],
                }
            )
            left, top = (place % 2) * 0.5, (place // 2) * 0.33
            zones.append({"polygon": _box(left, top, left + 0.48, top + 0.2), "article": key})
            if place % 3 == 0:
                zones.append({"polygon": _box(left, top + 0.2, left + 0.24, top + 0.31), "article": key})
        sections.append(
            {"key": str(page + 1), "label": f"{page + 1:02}", "name": PLACES[page % 10], "articles": articles, "zones": zones}
        )
    return {
        "format": "newspaper-issue",
        "version": 1,
        "publication": {"slug": slug, "names": [{"from_date": "1980-01-01", "name": "测速日报"}]},
        "issue": {
            "date": day.isoformat(),
            "number_text": f"第{(day - FIRST_DAY).days + 1}号",
            "next_keys": {"section": PAGES + 1, "article": ARTICLES_AN_ISSUE + 1},
            "sections": sections,
        },
    }


def _box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    return [[round(x, 4), round(y, 4)] for x, y in corners]


def write_packages(folder: Path, count: int, start: int = 0) -> None:
    """A folder an issue; those that are there are left."""
    for day in issue_days(count, start):
        target = folder / day.isoformat() / "issue.json"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(package(day), ensure_ascii=False), encoding="utf-8")
