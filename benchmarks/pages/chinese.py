"""Chinese news that nobody has written: a grammar over the vocabulary, the same for the same seed.

A sentence is put together from clauses, so that articles of a page share phrases, as those of a town do, but no paragraph.
"""

import random
from collections.abc import Callable

from benchmarks.pages import words

_SHORTEST = 30  # characters of a paragraph: shorter ones would repeat
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class ChineseWriter:
    """Writes of one matter at a time; a second writer on the same `matter` shares its names and places."""

    language = "zh-Hans"

    def __init__(self, random_: random.Random, subject: str = "", like: "ChineseWriter | None" = None) -> None:
        self.random = random_
        self.subject: str = subject or (like.subject if like else random_.choice(words.SUBJECTS))
        self.matter: str = like.matter if like else random_.choice(words.MATTERS[self.subject])
        self.towns: list[str] = like.towns if like else random_.sample(words.TOWNS, 3)
        self.people: list[str] = like.people if like else [self.name() for _ in range(3)]
        self.bodies: list[str] = like.bodies if like else random_.sample(words.BODIES, 3)
        self.has_full_width = random_.random() < 0.25

    def name(self) -> str:
        return self.random.choice(words.SURNAMES) + self.random.choice(words.GIVEN)

    def title(self) -> str:
        deed = self.random.choice(words.HEAD_DEEDS).format(n=self.random.randint(2, 40))
        shape = self.random.choice(
            ["{t}{m}{d}", "{m}{d}", "{m}{d}", "{b}：{m}{d}", "{p}和他的{m}", "“{m}”{d}", "{t}：{m}{d} {q}"]
        )
        return shape.format(d=deed, q=self.random.choice(words.FOLLOWS), **self._words())

    def short_title(self) -> str:
        return self.random.choice(["{m}{d}", "{t}{m}", "{m}见闻", "{p}：{m}"]).format(
            d=self.random.choice(["今起试行", "再提速", "大家谈", "热起来", "收官"]), **self._words()
        )

    def kicker(self) -> str:
        return self.random.choice(words.KICKERS).format(n=self.random.randint(3, 60), **self._words())

    def subtitle(self) -> str:
        return self.random.choice(words.SUBTITLES).format(n=self.random.randint(3, 60), **self._words())

    def byline(self) -> str:
        shape = self.random.choice(
            ["本报记者 {0}", "本报记者 {0} 通讯员 {1}", "记者 {0} 文/图", "□{0}", "本报记者 {0} 实习生 {1}", "{0}"]
        )
        return shape.format(self.name(), self.name())

    def dateline(self) -> str:
        return self.random.choice(
            ["本报讯（记者 {0}）", "本报{1}讯（记者 {0} 通讯员 {2}）", "本报讯 ", "本报{1}电（记者{0}）"]
        ).format(self.name(), self.towns[0], self.name())

    def caption(self) -> str:
        credit = self.random.choice(["", f"本报记者 {self.name()} 摄", f"{self.name()}摄", "资料图片"])
        return f"{self.random.choice(words.CAPTIONS).format(**self._words())}{credit}"

    def article(self, length: int, dateline: bool = False) -> list[str]:
        """Paragraphs of `length` characters or a few more."""
        paragraphs = [self.paragraph(self.dateline() if dateline else "")]
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(self.paragraph())
        return paragraphs

    def paragraph(self, start: str = "") -> str:
        text, sentences = start, self.random.choice([1, 2, 2, 3, 3, 4, 5])
        while sentences > 0 or len(text) < _SHORTEST:
            text += self.sentence()
            sentences -= 1
        return text.translate(FULL_WIDTH) if self.has_full_width else text

    def sentence(self) -> str:
        kinds: list[Callable[[], str]] = [
            self._deed,
            self._deed,
            self._deed,
            self._figures,
            self._speech,
            self._scene,
            self._aside,
        ]
        return self.random.choice(kinds)()

    def quoted(self, other: "ChineseWriter", sentence: str) -> str:
        """A paragraph that repeats what another article of the page says."""
        return f"据本报此前报道，“{sentence.rstrip('。')}”。{other.people[0]}没有就此再作回应，{self._follow()}。"

    def _follow(self) -> str:
        pick = self.random.choice
        if self.random.random() < 0.2:
            return pick(words.FOLLOWS)
        return (pick(words.WHO) + pick(words.HOW) + pick(words.DO)).format(n=self.random.randint(2, 400), **self._words())

    def _deed(self) -> str:
        pick = self.random.choice
        return pick(
            [
                "{time}，{b}{deed}，{follow}。",
                "{b}{time}{deed}；{follow}，{follow2}。",
                "{time}，{t}的{p}与{b}一道{deed}。",
                "为了{m}，{t}{time}{deed}，{follow}。",
                "{follow}，这是{b}{deed}之后，{r}{p}最先看到的变化。",
                "{time}{deed}的，除了{b}，还有{t}的{r}{p}。",
            ]
        ).format(
            time=pick(words.TIMES),
            deed=pick(words.DEEDS),
            follow=self._follow(),
            follow2=self._follow(),
            **self._words(),
        )

    def _figures(self) -> str:
        pick, number = self.random.choice, self.random.randint
        return pick(
            [
                "{time}，{t}{m}{measure}{n}{unit}，其中{n2}{unit}来自{t2}。",
                "据{b}统计，{measure}{n}.{d}{unit}，占全年的{d}{n3}%。",
                "{n3}月{d}日至{n4}日，{b}{measure}{n}{unit}。",
                "从{n}{unit}到{n2}{unit}，{t}用了{d}年。",
                "按照{latin}的记录，{time}{measure}{n2}{unit}，{follow}。",
            ]
        ).format(
            time=pick(words.TIMES), measure=pick(words.MEASURES), unit=pick(words.UNITS), latin=pick(words.LATIN),
            n=number(11, 9800), n2=number(12, 990), n3=number(1, 9), n4=number(10, 28), d=number(2, 9), follow=self._follow(),
            t2=pick(words.TOWNS), **self._words(),
        )  # fmt: skip

    def _speech(self) -> str:
        pick = self.random.choice
        return pick(
            [
                "“{quote}，”{r}{p}{say}，“{quote2}。”",
                "{p}{say}：“{quote}。”",
                "{time}，{n}岁的{r}{p}{say}，{quote}，{follow}。",
                "“{quote}？”有人问。{p}{say}，{quote2}。",
            ]
        ).format(
            quote=pick(words.QUOTES), quote2=pick(words.QUOTES), say=pick(words.SAYS), time=pick(words.TIMES),
            follow=self._follow(), n=self.random.randint(19, 88), **self._words(),
        )  # fmt: skip

    def _scene(self) -> str:
        pick = self.random.choice
        return pick(
            [
                "记者{time}在{t}看到，{follow}。",
                "{t}到{t2}不过{n}里路，{m}却让两地的人走动得更勤，{follow}。",
                "{time}的{t}，{b}门前，{follow}。",
                "在{m}的现场，{r}{p}指着{t2}的方向说，{quote}。",
                "《{t}{m}纪事》第{n}页写着：{quote}。",
            ]
        ).format(
            time=pick(words.TIMES), follow=self._follow(), t2=pick(words.TOWNS), n=self.random.randint(2, 90),
            quote=pick(words.QUOTES), **self._words(),
        )  # fmt: skip

    def _aside(self) -> str:
        pick = self.random.choice
        return pick(
            [
                "{follow}，{follow2}。",
                "不过，{b}也承认，{m}还有{n}处没有理顺，{follow}。",
                "至于{m}，{p}只有一句话：{quote}。",
                "{b}的{latin}上线{n}天，{follow}。",
                "{follow}！",
            ]
        ).format(
            follow=self._follow(), follow2=self._follow(), n=self.random.randint(2, 60), quote=pick(words.QUOTES),
            latin=pick(words.LATIN), **self._words(),
        )  # fmt: skip

    def _words(self) -> dict[str, str]:
        pick = self.random.choice
        # Mostly of this article's own world, sometimes of another's.
        own = self.random.random() < 0.75
        return {
            "t": pick(self.towns) if own else pick(words.TOWNS),
            "p": pick(self.people) if own else self.name(),
            "b": pick(self.bodies) if own else pick(words.BODIES),
            "r": pick(words.ROLES),
            "m": self.matter,
        }
