"""The measures of the sheet, in CSS pixels: one place for every width, gap and margin."""

from dataclasses import dataclass

SHEET_WIDTH, SHEET_HEIGHT = 1080, 1560
MARGIN = 41
COLUMNS, COLUMN, GUTTER = 5, 182, 22
BODY_WIDTH = COLUMNS * COLUMN + (COLUMNS - 1) * GUTTER
FOOT = 1528
INNER_TOP, FRONT_TOP, FOLD_TOP = 92, 188, 156
UNIT = 4  # heights of items are multiples of this, so that the search is over whole numbers
ITEM_GAP = 24  # between two items one above the other, with a rule in its middle
PADDING = 14  # inside a tinted or ruled box
CAPTION_LEADING, CAPTION_GAP, FIGURE_GAP = 16, 5, 9


@dataclass(frozen=True)
class Type:
    """The body type of a page: size and leading in CSS pixels."""

    size: float
    leading: float


TYPES = (Type(12.5, 19.2), Type(13, 20), Type(13.5, 21), Type(14, 22), Type(14.5, 22.8))


def span_width(columns: float) -> float:
    return columns * COLUMN + (columns - 1) * GUTTER


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet."""

    x: float
    y: float
    width: float
    height: float
