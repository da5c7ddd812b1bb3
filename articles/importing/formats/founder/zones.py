"""A page's areas -> hot zones of its record, measured in the picture that the areas were drawn on."""

from articles.importing.formats.founder.areas import Area, extent, polygon
from articles.importing.formats.founder.files import Files
from articles.importing.formats.founder.gathering import Gathered, ReadPage
from articles.importing.formats.founder.notes import Notes
from articles.importing.records import ZoneRecord
from issues.sentences import Sentence

_URL_LENGTH = 500
_TOLERANCE = 1.2  # areas that reach this far beyond the shown picture were drawn on the file


class Zones:
    """Of one issue. `keys`: article's key in the address -> its key here. `homes`: the place of the page that it stands on."""

    def __init__(self, gathered: Gathered, keys: dict[str, str], homes: dict[str, int], notes: Notes, files: Files) -> None:
        self._gathered, self._keys, self._homes, self._notes, self._files = gathered, keys, homes, notes, files

    def read(self, page: ReadPage, place: int, advertisements: set[str]) -> tuple[ZoneRecord, ...]:
        """`place`: of this page among the issue's."""
        areas = [area for area in page.sheet.areas if area.href]
        if not areas:
            return ()
        width, height = self._frame(page, areas)
        if not width or not height:
            self._notes.warn(
                Sentence(
                    "%(origin)s: the size of the page picture is not known; its %(count)s areas are left out",
                    origin=page.file.origin,
                    count=len(areas),
                )
            )
            return ()
        zones: dict[ZoneRecord, None] = {}
        for number, area in enumerate(areas, start=1):
            zone = self._zone(page, area, number, place, advertisements, (width, height))
            if zone is not None:
                zones.setdefault(zone)
        return tuple(zones)

    def _zone(
        self, page: ReadPage, area: Area, number: int, place: int, advertisements: set[str], frame: tuple[float, float]
    ) -> ZoneRecord | None:
        target = self._gathered.key_at(page.file, area.href, "article")
        article = self._keys.get(target) if target else None
        url = "" if article else _outside(area.href)
        if article is None and not url:
            if not area.href.startswith("#") and not area.href.lower().startswith("javascript:"):
                self._notes.warn(
                    Sentence(
                        "%(origin)s: area %(number)s leads to %(href)s, which is no article here; it is left out",
                        origin=page.file.origin,
                        number=number,
                        href=area.href[:100],
                    )
                )
            return None
        found, problem = polygon(area, *frame)
        if found is None:
            self._notes.warn(
                Sentence(
                    "%(origin)s: area %(number)s (%(href)s) is left out: %(problem)s",
                    origin=page.file.origin,
                    number=number,
                    href=area.href[:60],
                    problem=problem,
                )
            )
            return None
        if article is None:
            return ZoneRecord(found, url=url, kind="advertisement")
        home = self._homes.get(target, place)
        if home == place:
            return ZoneRecord(found, article=article, kind="advertisement" if target in advertisements else "article")
        return ZoneRecord(found, article=article, kind="pointer" if area.is_row or home > place else "continuation")

    def _frame(self, page: ReadPage, areas: list[Area]) -> tuple[float, float]:
        """Width and height in the areas' pixels: as the page shows the picture, else as its file is."""
        image = page.sheet.image
        if image is None:
            return 0.0, 0.0
        right, bottom = extent(areas)
        width, height = float(image.width), float(image.height)
        if width and height and right <= width * _TOLERANCE and bottom <= height * _TOLERANCE:
            return width, height
        name = self._files.find(page.file, image.src) if image.src else None
        file_width, file_height = self._files.size(name) if name else (0, 0)
        if not file_width or not file_height:
            return (width, height) if width and height else (0.0, 0.0)
        if width and not height and right <= width * _TOLERANCE:
            return width, file_height * width / file_width
        if height and not width and bottom <= height * _TOLERANCE:
            return file_width * height / file_height, height
        fits = right <= file_width * _TOLERANCE and bottom <= file_height * _TOLERANCE
        return (width, height) if width and height and not fits else (file_width, file_height)


def _outside(href: str) -> str:
    """An address on another site."""
    is_outside = href.lower().startswith(("http://", "https://")) and len(href) <= _URL_LENGTH and not any(map(str.isspace, href))
    return href if is_outside else ""
