"""Language codes of libraries (ISO 639-2, three letters) -> those of the web (BCP 47). Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from articles.importing.cleaning import HAN, detect_language

_SHORT = dict(
    pair.split(":")
    for pair in (
        "alb:sq ara:ar arm:hy baq:eu bel:be ben:bn bod:bo bos:bs bre:br bul:bg cat:ca ces:cs chi:zh cym:cy cze:cs dan:da deu:de "
        "dut:nl ell:el eng:en epo:eo est:et eus:eu fin:fi fra:fr fre:fr fry:fy geo:ka ger:de gla:gd gle:ga glg:gl gre:el heb:he "
        "hin:hi hrv:hr hun:hu hye:hy ice:is ind:id isl:is ita:it jpn:ja kat:ka kaz:kk khm:km kir:ky kor:ko lao:lo lat:la lav:lv "
        "lit:lt ltz:lb mac:mk mao:mi may:ms mkd:mk mon:mn mri:mi msa:ms mya:my bur:my nld:nl nno:nn nob:nb nor:no per:fa fas:fa "
        "pol:pl por:pt roh:rm ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl spa:es sqi:sq srp:sr swe:sv tam:ta tat:tt tgk:tg tha:th "
        "tib:bo tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz vie:vi wel:cy yid:yi zho:zh zul:zu"
    ).split()
)
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
UNKNOWN = "und"


def bcp47(code: str) -> str:
    """Empty for what is no language code."""
    if not _CODE.fullmatch(code) or len(code) > 20:
        return ""
    first, _, rest = code.replace("_", "-").partition("-")
    language = _SHORT.get(first.lower(), first.lower())
    if language in ("und", "mul", "zxx", "mis"):
        return ""
    return f"{language}-{rest}" if rest else language


def language_of(declared: Sequence[str], counted: Counter[str], sample: str) -> str:
    """The one that the catalogue declares; of several that of most of the text; undeclared that of most of the text, at last that
    of the characters. Chinese is told apart by its characters where the code leaves the script open."""
    known = [code for code in map(bcp47, declared) if code]
    weights: Counter[str] = Counter()
    for code, count in counted.items():
        weights[bcp47(code)] += count
    weights.pop("", None)
    candidates = known or sorted(weights)
    found = max(candidates, key=lambda code: weights[code], default="")
    if found in ("", "zh") and len(re.findall(f"[{HAN}]", sample)) * 4 > len(sample.strip()):
        return detect_language(sample)
    return {"": UNKNOWN, "zh": "zh-Hans"}.get(found, found)
