"""Files in the place of an article that are none: cut off, empty, binary, without a text, an error page. Pure.

A reader must not meet a headline whose text was lost on the way here: one such file refuses its issue.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.importing.formats.founder.gathering import Gathered, ReadArticle
from articles.importing.formats.founder.markup import plain
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.placing import Links
from articles.importing.problems import ImportProblem, quoted
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

_STATUS = "(?:4(?:0[0-9]|1[0-9]|29)|5(?:0[0-9]|2[0-9]))(?:[.][0-9]{1,2})?"
_SAID = (
    "not found|found|forbidden|bad|unauthori[sz]ed|access|denied|internal|server|service|gateway|moved|error|page|object|request"
    "|timeout|错误|錯誤|找不到|未找到|没有找到|禁止|拒绝|拒絕|页面|頁面|网页|網頁|无法|無法|抱歉|对不起|對不起"
)
_THING = "(?:页面?|頁面?|网页|網頁|网址|網址|文件|资源|資源|内容|內容|文章|地址|链接|鏈接|连接)"
_GONE = (
    "(?:不存在|未找到|没有找到|沒有找到|找不到|已?被?删除|已?被?刪除|出错|出錯|走丢|无法访问|無法訪問|无法显示|無法顯示|暂时不可用"
    "|已失效)"
)
# What web servers, gateways and login doors call their pages.
_ERROR_TITLE = re.compile(
    rf"(?:http\s?)?(?:status\s?|error\s?|错误\s?|錯誤\s?)?[^\w]{{0,3}}{_STATUS}(?:[^\w]*|[^\w]*(?:{_SAID}).*)"
    r"|(?:the |page |file |object |resource )*not found.{0,60}|(?:access )?(?:forbidden|denied)[.!]?|bad (?:request|gateway)"
    r"|(?:temporarily )?(?:service|site|server) (?:temporarily )?(?:unavailable|error).{0,30}|gateway time-?out"
    r"|(?:internal |runtime )?server error.{0,60}|.{0,40}error report|(?:object|document|permanently|temporarily) moved"
    r"|welcome to nginx!?|index of /.{0,100}|iis windows server|just a moment\.*|http status .{0,60}"
    rf"|.{{0,20}}{_THING}.{{0,12}}{_GONE}.{{0,20}}|.{{0,6}}{_GONE}.{{0,12}}{_THING}.{{0,20}}"
    r"|(?:错误|錯誤|出错|出錯|系统错误|系統錯誤|服务器错误|伺服器錯誤)(?:了|页面?|頁面?|提示|信息|訊息)?"
    r"|.{0,12}(?:登录|登陆|登錄|登入)(?:页面?|頁面?|界面|系统|系統)?|(?:sign|log)[ -]?in.{0,30}"
    r"|.{0,4}(?:安全|访问|訪問)(?:验证|驗證|拦截|攔截)",
    re.I | re.S,
)
_ERROR_TEXT = re.compile(rf"(?:访问|訪問|查找|请求|請求|浏览|瀏覽|查看)的{_THING}.{{0,30}}{_GONE}", re.S)
_ERROR_LENGTH = 300  # characters; such a page has little to say
_ADVERTISEMENT = re.compile("广告|廣告")
_PLACE = re.compile("\x00[0-9]{1,6}\x00")
_LETTERS = re.compile(r"[\W_]+")
# The share of an issue's other article files that end as HTML ends; where it is this one's custom not to, so is theirs.
_OFTEN, _NEARLY_ALWAYS = 0.5, 0.8
_NAMED = 5
_BEGINNING = 300  # characters, in which nearly every text says something already


@dataclass(frozen=True, slots=True)
class _Damaged:
    """`is_article`: it has an article's title, though not its text."""

    file: FoundFile
    key: str
    found: str
    is_article: bool


def refuse_damaged(gathered: Gathered, links: Links, notes: Notes) -> None:
    """Raises `ImportProblem` for the first damaged file; it names the others of the issue. What is no article and nothing links
    to is left out with a warning."""
    refused: list[_Damaged] = []
    for one in _damaged(gathered, links):
        if one.is_article or links.knows(one.key):
            refused.append(one)
        else:
            gathered.articles.pop(one.key, None)
            one.file.source.used.add(one.file.name)
            notes.warn(
                Sentence(
                    "%(origin)s: it is %(found)s, and no page links to it; left out", origin=one.file.origin, found=one.found
                )
            )
    if refused:
        first, *others = refused
        names = ", ".join(one.file.name.rpartition("/")[2] for one in others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
        found = first.found
        if others:
            found = Sentence("%(found)s; more damaged files of this issue: %(names)s", found=found, names=names)
        linked = links.title(first.key)
        expected = (
            Sentence("the page of the article %(title)s", title=quoted(linked)) if linked else Sentence("an article’s page")
        )
        raise ImportProblem(first.file.origin, expected, found)


def textless(gathered: Gathered, links: Links, notes: Notes) -> frozenset[str]:
    """The keys in addresses of the articles whose text nobody saw: what is here of it stays. Said of the whole files among them;
    headlines without a file are named elsewhere."""
    lacking = [key for key, article in gathered.articles.items() if not article.story.is_own and not _shows_something(article)]
    for key in lacking:
        said = Sentence("it has no text and no picture that can be taken; headline and zones come in alone")
        notes.warn(Sentence("%(origin)s: %(sentence)s", origin=gathered.articles[key].file.origin, sentence=said))
    return frozenset((*lacking, *(key for key in (*links.headlines, *links.areas) if key not in gathered.articles)))


def _damaged(gathered: Gathered, links: Links) -> Iterable[_Damaged]:
    for key, file in gathered.illegible.items():
        yield _Damaged(file, key, _bytes_found(file), is_article=False)
    share = _share_closed(gathered)
    for key, article in list(gathered.articles.items()):
        if found := _error_found(article, links.title(key)):
            yield _Damaged(article.file, key, found, is_article=False)
        elif found := _lack_found(article, links.title(key), share):
            yield _Damaged(article.file, key, found, is_article=bool(article.story.title))


def _bytes_found(file: FoundFile) -> str:
    start = file.source.start(file.name, 4096)
    if not start.strip():
        return Sentence("an empty file")
    is_binary = re.search(rb"[\x00-\x08\x0e-\x1f]", start)
    return Sentence("a binary file") if is_binary else Sentence("a file that is no HTML")


def _error_found(article: ReadArticle, linked: str) -> str:
    """A template's own marks, or the title by which a page links to it, make an article of anything."""
    story = article.story
    if story.is_own or story.is_marked:
        return ""
    titles = list(filter(None, (story.title, story.kicker, story.title_tag)))
    error = next((title for title in titles if _ERROR_TITLE.fullmatch(title[:200])), "")
    text = plain(_PLACE.sub("", story.body[: _ERROR_LENGTH * 4]))
    if not error and len(text) <= _ERROR_LENGTH and (match := _ERROR_TEXT.search(text)):
        error = match.group()
    return Sentence("an error page, %(title)s", title=quoted(error)) if error and not _is_same(story.title, linked) else ""


def _is_same(title: str, linked: str) -> bool:
    """Whether a page's headline and the article's title are the same words, as far as the shorter one goes."""
    one, other = _LETTERS.sub("", title), _LETTERS.sub("", linked)
    return bool(one and other) and (one in other or other in one)


def _lack_found(article: ReadArticle, linked: str, share: float) -> str:
    story = article.story
    if _is_cut(article, share):
        words = _last_words(article)
        return Sentence("one that is cut off after %(words)s", words=quoted(words)) if words else Sentence("one that is cut off")
    if story.is_own or _shows_something(article) or _may_be_bare(article, linked):
        return ""
    title = story.title or story.title_tag
    if title:
        return Sentence("one without text and picture, under the title %(title)s", title=quoted(title))
    return Sentence("one without title, text and picture")


def _shows_something(article: ReadArticle) -> bool:
    body = article.story.body
    return bool(article.story.figures or plain(body[:_BEGINNING].rpartition("<")[0]) or plain(_PLACE.sub("", body)))


def _may_be_bare(article: ReadArticle, linked: str) -> bool:
    """A whole file whose picture or film is of a kind that is not taken, or an advertisement: all of it is on the page."""
    story = article.story
    is_advertisement = any(map(_ADVERTISEMENT.search, (story.title, linked)))
    return article.document_end.is_closed and bool(story.title or linked) and (story.has_media or is_advertisement)


def _last_words(article: ReadArticle) -> str:
    text = plain(_PLACE.sub("", article.story.body[-2000:]))
    return text[-20:] if text else article.story.title


def _is_cut(article: ReadArticle, share: float) -> bool:
    """It ends inside a tag, or not as HTML ends, though its neighbours do. Where the end of its text is there, nothing is lost.
    `share`: of those that end as HTML ends among the others."""
    end = article.document_end
    if end.is_closed:
        return False
    if article.story.is_own:
        return True
    return not end.is_text_closed and (end.is_torn or share >= (_OFTEN if end.is_text_open else _NEARLY_ALWAYS))


def _share_closed(gathered: Gathered) -> float:
    """Among the neighbours of an article that does not end as HTML ends; of a single one the pages are the neighbours."""
    ends = [article.document_end.is_closed for article in gathered.articles.values()]
    if len(ends) > 1:
        return sum(ends) / (len(ends) - 1)
    pages = [page.sheet.document.end.is_closed for page in gathered.pages.values()]
    return sum(pages) / len(pages) if pages else 0.0
