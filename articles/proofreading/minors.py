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
# Common words that begin with a surname: 女孩曾被, 儿童乐园, 对男童施暴.
_COMMON = (
    "曾[被遭经經在是因多受与與对對于於]|向(?:[警父母老她他法派公社有]|家[人长長]|群[众眾]|同[学學伴])|[于於][是昨今当當去前本近此同上下]"
    "|施[暴虐以救害行加]|[陈陳][述词詞]|[许許][多久]|付[出款费費]|余[生人]|[严嚴][重禁惩懲厉厲格]|尚[未在有无無]|[宁寧][可愿願]"
    "|符合|包[括含]|左[手臂眼腿侧側脚腳耳]|凌[晨辱虐]|[关關][爱愛怀懷心注押闭閉在进進照]|游[泳乐樂玩戏戲]|[乐樂][园園观觀]"
    "|房[间間屋内內]|[马馬]上|何[时時去处處人]|任[由何意教]|高[喊呼中烧燒跟]|[顾顧][不及]|戴[着著上]|武[术術装裝]|夏[令季日]"
    "|方[面便才]|安心|祝福|杜[绝絕]|[钱錢][财財包物款]|康[复復乐樂]|程[度序]|[项項]目|[温溫]暖|[简簡][单單]|[万萬][人元]"
    "|金[钱錢额額]|白[天血]|[张張][开開口嘴]|甘[愿願]|[纪紀][录錄律念]|[龙龍]舟|[陆陸][续續]|[齐齊][声聲]|[钟鐘]情"
)
_NAME = rf"(?!{_COMMON})(?:(?:{_DOUBLE})|[{_SURNAMES}]|{_WORDY}){_GIVEN}(?!某|[{_HAN}]? ?\((?:系|均[为為])?化名)"
_AGE = "(?:[1-9]|1[0-7]|[一二三四五六七八九]|十[一二三四五六七]?) ?(?:周|週)?[岁歲]"
_CHILD = "(?:未成年人|小[学學]生|初中生|高中生|中[学學]生|[男女]童|幼童|幼女|[儿兒]童|少年|少女|[男女]孩|[学學]生|[男女]生)"
# What is hardly said but of one child, and what is said of children at large as well: 儿童医院, 中学生运动会.
_SURELY = (
    "未成年(?:人|被告人|嫌疑人|犯|被害人)|[男女](?:童|[婴嬰])|幼女|小[学學](?:[一二三四五六]年[级級])?[男女学學]?生"
    "|[初高](?:中|[一二三])(?:[一二三]?年?[级級])?[男女学學]?生|中[学學][男女]生"
)
_PERHAPS = "(?<!大)[男女]孩|(?<![青不多至])少年|少女|[儿兒]童|幼童|[幼婴嬰][儿兒]|中[学學]生"
# What follows a name in a sentence: so 儿童康某中心 is none.
_AFTER = (
    "被遭在将將因对對向于於是的系係涉犯与與和及说說称稱受曾到从從死也又就失放独獨离離去来來今坠墜身不没沒经經随隨为為把给給以还還"
    "却便则則后後时時逃持用偷刺砍捅跟，。、；：？！,.;:()“”‘’ "
)
_PEOPLE = rf"(?:[{_HAN}]{{1,5}}(?<![家民亲親宗氏贵貴])族[，,、]? ?)?"  # 汉族, 维吾尔族
_BEFORE_AGE = "(?:(?:[今现現]?年|[时時])[仅僅]?)?(?<![一二三四五六七八九十])"
_CRIME = re.compile(
    "犯罪|嫌疑人|嫌犯|涉嫌|被告人|被害|受害人|打死|致死|[强強][奸姦]|猥[亵褻]|性侵|[盗盜][窃竊]|[抢搶]劫|[抢搶][夺奪]|[杀殺]害|[杀殺]人|故意[伤傷]害|[绑綁]架"
    "|拐[卖賣]|[贩販]毒|吸毒|[诈詐][骗騙]|敲[诈詐]|勒索|虐待|[殴毆]打|刑拘|拘留|逮捕|判[处處]|有期徒刑|公[诉訴]"
)
_SHAPES = (
    re.compile(rf"{_NAME} ?[(，,、]? ?(?:[男女][，,、]? ?)?{_PEOPLE}{_BEFORE_AGE}{_AGE}"),
    re.compile(rf"(?<![0-9一二三四五六七八九十]){_AGE}(?:的|[男女]|，)*{_CHILD}?{_NAME}"),
    re.compile(rf"(?:{_SURELY}){_NAME}"),
    re.compile(rf"(?:{_PERHAPS}){_NAME}(?=[{_AFTER}]|$|{_CRIME.pattern})"),
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
