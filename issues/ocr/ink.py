"""A page's picture as ink and paper: profiles of its lines, and which way they run. Pure."""

from PIL import Image

from issues.ocr.cells import INK
from issues.ocr.hocr import Pixels

_TILE = 70.0  # points: some five lines
_CLEARER = 0.1  # more white between lines than between characters, as a share of the tile


class Ink:
    """Of a grey picture; 255 is ink. What is lighter than Otsu's threshold is paper."""

    def __init__(self, grey: Image.Image) -> None:
        limit = threshold(grey.histogram())
        self.mask = grey.point([255 if value <= limit else 0 for value in range(256)])

    def columns(self, box: Pixels) -> bytes:
        """How much ink (0–255) each column of the box has. White type on a dark ground is ink too."""
        return self._profile(box, down=False)

    def rows(self, box: Pixels) -> bytes:
        return self._profile(box, down=True)

    def _profile(self, box: Pixels, *, down: bool) -> bytes:
        part = self.mask.crop(box)
        profile = part.resize((1, part.height) if down else (part.width, 1), Image.Resampling.BOX).tobytes()
        if sum(profile) > 0.55 * 255 * len(profile):
            return bytes(255 - value for value in profile)
        return profile

    def runs_downwards(self, resolution: float) -> bool:
        """Whether most of the page is set in vertical lines: between lines there is more white than between characters."""
        side = max(8, round(_TILE * resolution / 72))
        votes = [
            vote
            for top in range(0, self.mask.height - side + 1, side)
            for left in range(0, self.mask.width - side + 1, side)
            if (vote := self._vote((left, top, left + side, top + side)))
        ]
        return sum(votes) < 0

    def _vote(self, box: Pixels) -> int:
        """1 for lines that run rightwards, -1 for downwards, 0 for a photograph, a headline, an empty tile."""
        rows, columns = self.rows(box), self.columns(box)
        if not 0.04 < sum(rows) / (255 * len(rows)) < 0.4:
            return 0
        difference = (_white(rows) - _white(columns)) / len(rows)
        return 0 if abs(difference) < _CLEARER else (1 if difference > 0 else -1)


def _white(profile: bytes) -> int:
    return sum(value < INK for value in profile)


def threshold(histogram: list[int]) -> int:
    """Otsu's: the greatest grey that is ink, so that ink and paper differ most; of a plain picture a middle one."""
    count, total = sum(histogram), sum(value * share for value, share in enumerate(histogram))
    best, limit, below, sum_below = 0.0, 127, 0, 0
    for value in range(256):
        below += histogram[value]
        sum_below += value * histogram[value]
        above = count - below
        if not below or not above:
            continue
        apart = below * above * (sum_below / below - (total - sum_below) / above) ** 2
        if apart > best:
            best, limit = apart, value
    return limit
