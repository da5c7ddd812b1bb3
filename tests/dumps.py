"""Text dumps of one article page, as a browser's “select all” gives them; fiction of our own."""

from pathlib import Path

PAGES = ("第01版：头版", "第02版：新闻", "第03版：副刊")
HEADLINES = ("新渡口清晨开航", "湖水回清")
DATE_LINE = "2024年03月05日 星期二上一期下一期"


def dump_text(
    title: str = HEADLINES[0],
    body: str = "首班渡轮今晨离岸。\n\n船票两元。（据市轮渡公司）",
    headlines: tuple[str, ...] = HEADLINES,
    pages: tuple[str, ...] = PAGES,
    date_line: str = DATE_LINE,
) -> str:
    directory = "\n".join(page.replace("：", "\n") for page in pages)
    parts = ["首页 | 版面导航 | 标题导航", *pages, *headlines, "版面目录", directory, "新闻内容", date_line, title, "", body]
    return "\n".join(parts) + "\n"


def make_dump(path: Path, **changes: object) -> Path:
    path.write_text(dump_text(**changes), encoding="utf-8")  # type: ignore[arg-type]
    return path
