"""Titles that stand twice in an issue, apart from those that say nothing: 图片新闻, 简讯. Pure."""

from collections.abc import Mapping

from articles.finding.folding import folded

_SAY_NOTHING = (
    "图片新闻 图片报道 新闻图片 简讯 短讯 快讯 要闻 要闻简报 新闻简报 简报 一句话新闻 新闻速递 新闻集装箱 短波 天气 天气预报 "
    "今日天气 导读 今日导读 版面导读 公告 通告 通知 公示 启事 声明 遗失声明 遗失启事 招聘启事 招标公告 拍卖公告 注销公告 "
    "减资公告 清算公告 讣告 广告 更正 更正启事 编者按 编后 短评 无标题"
)
NAMELESS = frozenset(folded(title)[0] for title in _SAY_NOTHING.split())


def same_titles(titles: Mapping[int, str], first_parts: Mapping[int, int]) -> list[tuple[int, int]]:
    """(earlier, later), each later one once; `titles` in reading order. `first_parts`: of each the first part of its story, whose
    parts share a title by right. Spaces, marks, widths and scripts do not tell titles apart."""
    first: dict[str, int] = {}
    found = []
    for key, title in titles.items():
        plain = folded(title)[0]
        if not plain or plain in NAMELESS:
            continue
        earlier = first.setdefault(plain, key)
        if earlier != key and first_parts.get(earlier, earlier) != first_parts.get(key, key):
            found.append((earlier, key))
    return found
