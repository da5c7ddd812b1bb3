"""A minor who is named beside a crime. Pure.

A careful rule, which asks a person to look: a word of a minor (an age below 18, 小学生, 未成年人 …) must touch what has the
shape of a personal name, and a word of crime must stand near. 李某, 小明 and names that are said to be changed (化名) pass, for
that is how they should be printed.
"""

import re

from articles.proofreading.finding import Finding, excerpt
from issues.sentences import Sentence

_NEAR = 60  # characters
_WIDTHS = str.maketrans("０１２３４５６７８９（）", "0123456789()")
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余"
    "杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范石廖贾賈夏韦韋付白邹鄒孟熊秦邱江尹薛闫阎閻段雷侯龙龍史陶黎贺賀顾顧"
    "毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯洪翁章鲁魯施葛齐齊乔喬庞龐倪温溫翟樊兰蘭殷颜顏庄莊聂聶焦岳卜舒柯欧歐骆駱凌麦麥康伍俞"
    "柳祝左涂塗甘纪紀耿包岑游鲍鮑裴霍詹阮柴辛瞿褚甄苗费費辜冉宁寧尚项項缪繆符沙晏盛池桂匡窦竇裘邢景简簡饶饒卓艾祁卞柏姬闵閔蒲仇"
    "牟席丛叢胥敖佟郎房巫荆荊巩鞏宗滕蓝藍乐樂桑娄婁鲜鮮"
)
# Surnames that begin common words as well.
_WORDY = (
    "(?<![警校双雙官甲乙对對])方|常(?![年有见見在常])|安(?![排全置装裝])|易(?![受被])"
    "|关(?![于係系])|關(?![於係])|单(?![独位])|單(?![獨位])"
)
_DOUBLE = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|皇甫|尉迟|尉遲|公孙|公孫|慕容|司徒|令狐"
_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af"
_GIVEN = f"(?!某)[{_HAN}](?:(?![某的和与與在被将將因对對向于於及是为為把等])[{_HAN}])?"
_NAME = rf"(?:(?:{_DOUBLE})|[{_SURNAMES}]|{_WORDY}){_GIVEN}(?! ?\((?:系|均[为為])?化名)"
_AGE = "(?:[1-9]|1[0-7]|[一二三四五六七八九]|十[一二三四五六七]?) ?(?:周|週)?[岁歲]"
_CHILD = "(?:未成年人|小[学學]生|初中生|高中生|中[学學]生|[男女]童|幼童|幼女|[儿兒]童|少年|少女|[男女]孩|[学學]生|[男女]生)"
_SHAPES = (
    re.compile(rf"{_NAME} ?[(，,、]? ?(?:[男女][，,、] ?)?(?:(?:[今现現]?年|[时時])[仅僅]?)?{_AGE}"),
    re.compile(rf"(?<![0-9一二三四五六七八九十]){_AGE}(?:的|[男女]|，)*{_CHILD}?{_NAME}"),
    re.compile(rf"(?:未成年(?:人|被告人|嫌疑人|犯|被害人)|小[学學]生|[初高](?:中|[一二三]年?级?[学學]?)生|[男女]童|幼女){_NAME}"),
)
_CRIME = re.compile(
    "犯罪|嫌疑人|嫌犯|涉嫌|被告人|被害|受害人|打死|致死|[强強][奸姦]|猥[亵褻]|性侵|[盗盜][窃竊]|[抢搶]劫|[抢搶][夺奪]|[杀殺]害|[杀殺]人|故意[伤傷]害|[绑綁]架"
    "|拐[卖賣]|[贩販]毒|吸毒|[诈詐][骗騙]|敲[诈詐]|勒索|虐待|[殴毆]打|刑拘|拘留|逮捕|判[处處]|有期徒刑|公[诉訴]"
)


def named_minors(text: str) -> list[Finding]:
    """Of one paragraph; each place once."""
    if not _CRIME.search(text):
        return []
    plain = text.translate(_WIDTHS)
    found: dict[tuple[int, int], Finding] = {}
    for match in (match for shape in _SHAPES for match in shape.finditer(plain)):
        start, end = match.span()
        is_new = not any(start < last and first < end for first, last in found)
        if is_new and _CRIME.search(plain, max(0, start - _NEAR), min(len(plain), end + _NEAR)):
            place = excerpt(text, start, end)
            found[start, end] = Finding("minor", Sentence("A minor may be named beside a crime: %(excerpt)s", excerpt=place))
    return [found[place] for place in sorted(found)]
