"""English news that nobody has written, in the manner of a small town's paper; the same for the same seed."""

import random
import re

_FIRST = "Anna Tobias Wren Miriam Caleb Ines Dorothea Felix Harriet Jonas Odette Piers Rosalind Silas Tamsin Victor".split()
_LAST = "Ashdown Bellweather Corrigan Draycott Ellery Fairholm Gatling Holloway Ingram Kestrel Lockhart Merriweather".split()
_PLACES = ("Heron Bay;Coldwater Quay;Saltmarsh Lane;the Old Customs House;Millbrook;North Jetty;Tanner's Row;Fernhill").split(";")
_BODIES = (
    "the harbour board;the town council;Fernhill school;the lifeboat crew;the county library;the fishing cooperative;"
    "the rowing club;the water company;St. Brannoc's hospital;the allotment society"
).split(";")
_MATTERS = (
    "the ferry timetable;the new footbridge;the winter regatta;the library roof;the oyster season;the night bus;"
    "the flood barrier;the lantern festival;the chess congress;the community bakery;the tram extension;"
    "the seed exchange"
).split(";")
_DEEDS = (
    "published a revised schedule;opened its books to every resident;postponed the ceremony until spring;"
    "appointed an independent surveyor;repaired the embankment overnight;invited volunteers to take measurements;"
    "reduced the entrance fee by half;replaced the ageing machinery;counted more visitors than in any previous year;"
    "collected several hundred signatures;restored the original lettering;distributed blankets and hot soup"
).split(";")
_RESULTS = (
    "which surprised even the organisers;although rehearsals had barely begun;and nobody remembers a quieter season;"
    "while neighbouring parishes are considering similar arrangements;"
    "because the timber had arrived unexpectedly early;so the remaining materials were given to the primary school;"
    "and the waiting list has since been abandoned;despite considerable disagreement about the expenditure;"
    "whatever the weather forecasters may say"
).split(";")
_QUOTES = (
    "We simply finished what our grandparents started;Nobody believed it would last a fortnight;"
    "You can measure rainfall, but you cannot measure patience;It used to take an hour and now it takes ten minutes;"
    "If a single person turns up, we open the doors;The drawings were changed eleven times before everyone agreed;"
    "Spelling a name correctly is the least we owe anybody"
).split(";")
_WHEN = "On Tuesday;Last autumn;Before dawn;Since the new year;At the weekend;Within three weeks;Yesterday evening".split(";")
_HEADS = (
    "{m} divides {p};Hundreds turn out for {m};{b} rethinks {m};What {m} means for {p};{p} waits for {m};"
    "Second thoughts about {m};{m} returns after {n} years"
).split(";")
_JOINT = re.compile(r"([aeiou][bcdfgklmnprstv])(?=[bcdfgklmnprstv][aeiou])")
SOFT_HYPHEN = "\u00ad"


class EnglishWriter:
    language = "en"

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        self.matter = random_.choice(_MATTERS)
        self.people = [self.name() for _ in range(3)]

    def name(self) -> str:
        return f"{self.random.choice(_FIRST)} {self.random.choice(_LAST)}"

    def title(self) -> str:
        return _capital(self._set(self.random.choice(_HEADS)))

    short_title = title

    def kicker(self) -> str:
        return ""

    def subtitle(self) -> str:
        return _capital(self._set(f"{{b}} {self.random.choice(_DEEDS)}"))

    def byline(self) -> str:
        return f"By {self.name()}"

    def caption(self) -> str:
        return _capital(
            self._set(self.random.choice(["{w} at {p}, near {p2}.", "{b} at work on {m}. Photo: {w}", "{m}, seen from {p}."]))
        )

    def article(self, length: int, dateline: bool = False) -> list[str]:
        """`length` in characters; long words hold soft hyphens where they may be broken."""
        paragraphs = [self._paragraph("HERON BAY — " if dateline else "")]
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(self._paragraph())
        return [hyphenated(paragraph) for paragraph in paragraphs]

    def _paragraph(self, start: str = "") -> str:
        return start + " ".join(self._sentence() for _ in range(self.random.choice([1, 2, 2, 3, 4])))

    def _sentence(self) -> str:
        pick = self.random.choice
        shape = pick(
            [
                "{when}, {b} {deed}, {result}.",
                "{b} {deed}, {result}.",
                "“{quote},” said {w}, who is {n} and lives near {p}.",
                "“{quote},” {w} told this newspaper. “{quote2}.”",
                "According to {b}, {m} has cost {n},{k} pounds, {result}.",
                "{when}, some {n} people gathered at {p} to discuss {m}.",
                "{w} of {b} {deed} {result}.",
                "Between {p} and {p2} the distance is {n} miles, {result}.",
            ]
        )
        return _capital(self._set(shape))

    def _set(self, shape: str) -> str:
        pick, number = self.random.choice, self.random.randint
        own = self.random.random() < 0.7
        return shape.format(
            w=pick(self.people) if own else self.name(),
            p=pick(_PLACES),
            p2=pick(_PLACES),
            b=pick(_BODIES),
            m=self.matter if own else pick(_MATTERS),
            n=number(11, 96),
            k=number(100, 999),
            when=pick(_WHEN),
            deed=pick(_DEEDS),
            result=pick(_RESULTS),
            quote=pick(_QUOTES),
            quote2=pick(_QUOTES),
        )


def hyphenated(text: str) -> str:
    return re.sub(r"[a-z]{7,}", lambda word: _JOINT.sub(r"\1" + SOFT_HYPHEN, word[0][:-2]) + word[0][-2:], text)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
