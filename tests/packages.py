"""Packages for tests: one issue that holds every field and every state, written as a folder or a ZIP, changed by path."""

import copy
import functools
import json
import zipfile
from pathlib import Path
from typing import Any

from tests.factories import make_pdf, make_picture

WEDGE = [[0.05, 0.5], [0.95, 0.5], [0.5, 0.9]]
LEFT = [[0.05, 0.1], [0.45, 0.1], [0.45, 0.45], [0.05, 0.45]]
RIGHT = [[0.55, 0.1], [0.95, 0.1], [0.95, 0.45], [0.55, 0.45]]

PUBLICATION: dict[str, Any] = {
    "slug": "whsb",
    "names": [
        {"from_date": "1994-06-01", "name": "望湖日报", "cn_number": "CN 00-0000"},
        {"from_date": "2001-01-01", "name": "望湖时报", "cn_number": "CN 00-0001"},
    ],
    "language": "zh-Hans",
    "motto": "看得见湖的地方",
    "weekdays": "12345",
    "time_zone": "Asia/Urumqi",
    "offers_other_script": True,
    "masthead": "masthead.png",
    "suspensions": [{"first": "2024-02-10", "last": "2024-02-16", "note": "春节休刊"}],
    "grey_days": [{"first": "2024-05-12", "last": "2024-05-14", "note": "悼念"}],
    "license_number": "00000000000（样例）",
    "license_category": "新闻",
    "license_holder": "望湖时报社",
    "icp_number": "样ICP备00000000号",
    "police_number": "00000000000000号（样例）",
    "supervisor": "望湖市",
    "sponsor": "望湖时报社",
    "report_contact": "0000-0000000",
    "copyright_notice": "本报为虚构样报",
}

LEAD: dict[str, Any] = {
    "title": "新渡口清晨开航",
    "key": "1",
    "kind": "news",
    "column": "湖畔",
    "kicker": "过江不再绕桥",
    "subtitle": "首日载客三千",
    "byline": "本报记者 何苇 沈棹",
    "authors": ["沈棹", "何苇"],
    "source": "据市轮渡公司",
    "original_source": "湖畔通讯",
    "original_title": "渡口开航",
    "lead": "首班渡轮今晨六时离岸。",
    "body": '<p>首班渡轮离岸。</p><figure data-figure="1"></figure><p>（下转第02版）</p>',
    "keywords": ["轮渡", "交通"],
    "figures": [
        {
            "picture": "figures/1.png",
            "key": "1",
            "picture_version": 3,
            "caption": "渡轮靠岸",
            "credit": "沈棹 摄",
            "alt": "一艘渡轮靠近木码头",
            "focal_x": 0.25,
            "focal_y": 0.75,
        },
        {"picture": "figures/2.jpg", "key": "2", "is_decorative": True},
    ],
    "external_id": "cms-1001",
}
WITHDRAWN: dict[str, Any] = {
    "title": "老街灯会今晚取消",
    "key": "2",
    "kind": "notice",
    "body": "<p>有误。</p>",
    "withdrawn_at": "2024-03-05T15:00:00+08:00",
    "withdrawal_reason": "时间有误",
    "is_indexed": False,
    "external_id": "cms-1002",
}
LATER_PART: dict[str, Any] = {
    "title": "新渡口清晨开航（续）",
    "key": "4_1",
    "continues": "1",
    "body": "<p>（上接第01版）船票两元。</p>",
    "corrections": [{"date": "2024-03-06", "text": "船票应为三元。"}, {"date": "2024-03-07", "text": "首班应为六时半。"}],
}

SECTIONS: list[dict[str, Any]] = [
    {
        "key": "1",
        "fold": "A叠",
        "label": "A01",
        "name": "要闻",
        "kind": "news",
        "width": 600,
        "height": 850,
        "picture": "pages/A01.jpg",
        "picture_version": 2,
        "pdf": "pages/A01.pdf",
        "pdf_version": 4,
        "text": "新渡口清晨开航 首班渡轮离岸",
        "state": "signed",
        "state_by": "zhiban",
        "state_at": "2024-03-05T01:30:00+08:00",
        "credits": [{"role": "责任编辑", "name": "高静"}, {"role": "校对", "name": "童心"}],
        "articles": [LEAD, WITHDRAWN, {"title": "今日导读", "key": "3", "kind": "pointer"}],
        "zones": [
            {"polygon": LEFT, "article": "1", "kind": "article"},
            {"polygon": RIGHT, "article": "2", "kind": "figure"},
            {"polygon": WEDGE, "article": "4_1", "kind": "pointer"},
        ],
    },
    {
        "key": "b2",
        "fold": "A叠",
        "label": "A02-03",
        "name": "城事",
        "kind": "spread",
        "width": 900,
        "height": 640,
        "picture": "pages/A02.png",
        "state": "proofread",
        "state_at": "2024-03-05T00:10:00.250000+08:00",
        "articles": [LATER_PART, {"title": "湖水回清", "key": "5", "kind": "picture"}],
        "zones": [{"polygon": LEFT, "article": "4_1", "kind": "continuation"}, {"polygon": RIGHT}],
    },
    {
        "key": "3",
        "name": "中缝",
        "kind": "advertisement",
        "width": 120,
        "height": 850,
        "state": "in_work",
        "articles": [
            {"title": "湖畔书屋", "key": "6", "kind": "advertisement"},
            {"title": "明日多云", "key": "7", "kind": "other"},
        ],
        "zones": [{"polygon": WEDGE, "url": "https://books.example/", "kind": "advertisement"}],
    },
    {"key": "4", "fold": "B叠", "label": "B01", "kind": "special", "pdf": "pages/B01.pdf"},
]
FULL: dict[str, Any] = {
    "format": "newspaper-issue",
    "version": 1,
    "publication": PUBLICATION,
    "issue": {
        "date": "2024-03-05",
        "edition": 2,
        "edition_name": "晚间版",
        "number_text": "第3—4期（总第1203—1204期）",
        "number": 1204,
        "kind": "extra",
        "publish_at": "2024-03-05T06:00:00+08:00",
        "withdrawn_at": "2024-03-09T09:30:00+08:00",
        "next_keys": {"section": 12, "article": 30, "figure": 9},
        "sections": SECTIONS,
    },
}


def full_package(**changes: Any) -> dict[str, Any]:
    """`issue__sections__0__name="要闻"` changes one field, `…=None` takes it out; a list's length appends to it."""
    package = copy.deepcopy(FULL)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        place: Any = package
        for step in steps:
            place = place[step]
        if value is None:
            del place[last]
        elif isinstance(place, list) and last == len(place):
            place.append(value)
        else:
            place[last] = value
    return package


@functools.cache
def package_files() -> dict[str, bytes]:
    """The same bytes in a whole run: a PDF bears the time at which it was made."""
    return {
        "masthead.png": make_picture(300, 60, "darkred", "PNG"),
        "pages/A01.jpg": make_picture(600, 850),
        "pages/A01.pdf": make_pdf(300, 425),
        "pages/A02.png": make_picture(900, 640, "linen", "PNG"),
        "pages/B01.pdf": make_pdf(310, 435),
        "figures/1.png": make_picture(80, 60, "teal", "PNG"),
        "figures/2.jpg": make_picture(64, 48, "olive"),
    }


def make_package(folder: Path, files: dict[str, bytes] | None = None, **changes: Any) -> Path:
    """The whole package in `folder`, with `files` beside or instead of its own."""
    contents = package_files() | (files or {}) | {"issue.json": issue_json(full_package(**changes))}
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def make_zip(path: Path, contents: dict[str, bytes] | None = None, **changes: Any) -> Path:
    """The same as a ZIP; `contents` replaces everything that would be in it."""
    if contents is None:
        contents = package_files() | {"issue.json": issue_json(full_package(**changes))}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in contents.items():
            file.writestr(name, data)
    return path


def issue_json(package: dict[str, Any]) -> bytes:
    return json.dumps(package, ensure_ascii=False).encode()


def simple_package(**changes: Any) -> dict[str, Any]:
    """Without files, withdrawals and odd pages: a paper's regular issue with two pages, to publish."""
    sections = [
        {
            "key": "1",
            "label": "01",
            "name": "要闻",
            "articles": [{"title": "甲", "key": "1", "body": "<p>甲文。</p>"}, {"title": "乙", "key": "2"}],
            "zones": [{"polygon": LEFT, "article": "1"}],
        },
        {"key": "2", "label": "02", "name": "城事", "articles": [{"title": "丙", "key": "3"}]},
    ]
    return full_package(
        publication={"slug": "whsb", "names": PUBLICATION["names"]},
        issue={"date": "2024-03-05", "next_keys": {"section": 3, "article": 4}, "sections": sections},
        **changes,
    )


def write_simple(folder: Path, **changes: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "issue.json").write_bytes(issue_json(simple_package(**changes)))
    return folder
