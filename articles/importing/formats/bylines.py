"""Who wrote it: the byline in a story's lines, and the persons in a byline. Pure."""

import re

from articles.importing.cleaning import HAN

BYLINE_LENGTH = 120

# What a Chinese byline says of a person; longer words first.
_ROLES = (
    "特派记者 特派記者 特约记者 特約記者 实习记者 實習記者 见习记者 見習記者 首席记者 首席記者 驻地记者 駐地記者 "
    "全媒体记者 全媒體記者 融媒体记者 融媒體記者 全媒记者 全媒記者 融媒记者 融媒記者 新闻记者 新聞記者 文字记者 文字記者 "
    "摄影记者 攝影記者 视觉记者 視覺記者 视频记者 視頻記者 通讯员 通訊員 实习生 實習生 评论员 評論員 撰稿人 特约 特約 本报 "
    "本報 记者 記者 作者 撰稿 撰文 摄影 攝影 报道 報道 報導 整理 综合 綜合 视频 視頻 制图 製圖 摄像 攝像 出镜 出鏡 剪辑 "
    "剪輯"
).split()
# 本报驻京记者, 新华社记者: of what house or town he is.
_HOUSE = f"[驻駐][{HAN}]{{1,4}}[记記]者|(?:新华社|新華社|中新社)(?:[记記]者)?"
# One character says what a person did only where it stands apart; 文 and 图 are in names, too: 李文, 巴图.
_ALONE = f"(?<![{HAN}])(?:文[并並]?[图圖]|[图圖]文|[文图圖摄攝])(?![{HAN}])|[摄攝](?![{HAN}])"
_ROLE = re.compile("|".join([_HOUSE, *_ROLES, _ALONE]))
# Who saw to the page wrote nothing of it; nor did the house.
_NO_AUTHOR = re.compile(
    rf"(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核)[\s:：/／]*(?:[{HAN}]\s?[{HAN}](?![{HAN}])|[{HAN}]{{2,4}})"
    rf"|[{HAN}]{{1,8}}(?:客户端|客戶端)"
)
_PERSON_ROLE = "(?:本[报報])?(?:[\u4e00-\u9fff]{0,4}(?:记者|記者)|通讯员|通訊員|特[约約]撰稿人?|[评評][论論][员員])"
_DASHED = "[□■◇◆●○▲△◎※＊*]"
# 本报讯（记者 何苇 通讯员 沈棹）, at the beginning of the text.
_IN_TEXT = re.compile(
    rf"(?:[{HAN}]{{0,12}}[讯訊电電]|[{HAN}A-Za-z0-9· ]{{0,20}}(?:月[0-9]{{1,2}}日)?[讯訊电電])?\s*"
    rf"[（(]\s*((?:{_PERSON_ROLE})[^（）()。！？]{{0,80}})[)）]"
)
_LINE = re.compile(rf"(?:{_DASHED}\s*)?((?:{_PERSON_ROLE})[\s:：/／][^。！？，；]{{1,80}}|(?:{_PERSON_ROLE})[{HAN}]{{2,4}})")
_MARKED = re.compile(rf"{_DASHED}\s*([^。！？，；]{{1,40}})")
_BRACKETED = re.compile(rf"[（(]\s*((?:{_PERSON_ROLE})[^（）()。！？]{{1,80}})[)）]")
_WRITTEN = re.compile(r"((?:文|图|圖|文图|文圖|撰文|作者)\s*[/／:：|]\s*[^。！？，；]{1,40})")
_LATIN = re.compile(r"((?:By|BY|Von|VON|Par|PAR)\s+[^\W\d_][\w .,&'’-]{1,80})")
_LIST_MARKS = re.compile(r"[、,，;；|/／&\n]| and | und | et ")


def of_line(line: str) -> str:
    """The byline that a line of its own is, "" where it is none."""
    line = line.strip()
    if not line or len(line) > BYLINE_LENGTH:
        return ""
    for form in (_LINE, _BRACKETED, _WRITTEN, _MARKED, _LATIN):
        if match := form.fullmatch(line):
            return match[1].strip()
    return ""


def of_text(paragraph: str) -> str:
    """The byline in the bracket that a report begins with, "" where there is none."""
    match = _IN_TEXT.match(paragraph[: BYLINE_LENGTH * 2].lstrip())
    return match[1].strip() if match else ""


def authors(byline: str) -> list[str]:
    """The persons that a byline names: 本报记者 何苇 通讯员 沈　棹 -> 何苇, 沈棹; of 本报讯（记者 何苇） those in the bracket."""
    text = re.sub(r"^(?:By|BY|Von|VON|Par|PAR)\s+", "", of_text(byline) or byline.strip())
    text = re.sub(r"[（）()：:]", " ", _ROLE.sub("\n", _NO_AUTHOR.sub("\n", text)))
    found: list[str] = []
    for part in _LIST_MARKS.split(text):
        found += _names(part.strip())
    return [name for name in dict.fromkeys(found) if 1 < len(name) <= 40]


def _names(part: str) -> list[str]:
    """Chinese names stand apart by spaces, names of two characters may have one inside: 沈　棹."""
    if not re.search(f"[{HAN}]", part):
        return [" ".join(part.split())] if part else []
    found: list[str] = []
    half = ""
    for word in part.split():
        if len(word) == 1 and re.match(f"[{HAN}]", word):
            if half:
                found.append(half + word)
            half = "" if half else word
        else:
            found += [half, word] if half else [word]
            half = ""
    return [*found, half] if half else found
