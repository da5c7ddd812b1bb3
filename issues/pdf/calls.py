"""pdfium's functions that are called for every glyph and line of a page, with plain addresses instead of typed pointers: a call
costs half as much so. Pure.

An address is an int, 0 or None where there is nothing. Places for results are passed by `byref`.
"""

import ctypes
from collections.abc import Callable
from ctypes import c_double, c_float, c_int, c_uint, c_void_p
from typing import Any

from pypdfium2 import raw


def _plain(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Short calls: they keep the interpreter's lock."""
    address = ctypes.cast(getattr(raw, name), c_void_p).value
    if address is None:
        raise ImportError(f"pdfium has no {name}")
    kind: Callable[[int], Callable[..., Any]] = ctypes.PYFUNCTYPE(result, *arguments)
    return kind(address)


unicode_of = _plain("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
has_map_error = _plain("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
text_object_of = _plain("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
origin_of = _plain("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
loose_box_of = _plain("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
ink_box_of = _plain("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
glyph_matrix_of = _plain("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
font_size_of = _plain("FPDFTextObj_GetFontSize", c_int, c_void_p, c_void_p)
font_of = _plain("FPDFTextObj_GetFont", c_void_p, c_void_p)
font_name_of = _plain("FPDFFont_GetBaseFontName", ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)

mark_count = _plain("FPDFPageObj_CountMarks", c_int, c_void_p)
mark_of = _plain("FPDFPageObj_GetMark", c_void_p, c_void_p, ctypes.c_ulong)
parameter_count = _plain("FPDFPageObjMark_CountParams", c_int, c_void_p)
parameter_key = _plain("FPDFPageObjMark_GetParamKey", c_int, c_void_p, ctypes.c_ulong, c_void_p, ctypes.c_ulong, c_void_p)

page_count_of = _plain("FPDFPage_CountObjects", c_int, c_void_p)
page_object = _plain("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
form_count_of = _plain("FPDFFormObj_CountObjects", c_int, c_void_p)
form_object = _plain("FPDFFormObj_GetObject", c_void_p, c_void_p, ctypes.c_ulong)
kind_of = _plain("FPDFPageObj_GetType", c_int, c_void_p)
object_matrix_of = _plain("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
object_bounds_of = _plain("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
fill_colour_of = _plain("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_colour_of = _plain("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_width_of = _plain("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)
draw_mode_of = _plain("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
segment_count = _plain("FPDFPath_CountSegments", c_int, c_void_p)
segment_of = _plain("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
segment_kind = _plain("FPDFPathSegment_GetType", c_int, c_void_p)
segment_point = _plain("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
segment_closes = _plain("FPDFPathSegment_GetClose", c_int, c_void_p)
image_size_of = _plain("FPDFImageObj_GetImagePixelSize", c_int, c_void_p, c_void_p, c_void_p)
clip_of = _plain("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
clip_count = _plain("FPDFClipPath_CountPaths", c_int, c_void_p)
clip_segment_count = _plain("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
clip_segment = _plain("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)


def address_of(handle: Any) -> int:
    """Of a typed pointer, such as a page's `raw`."""
    return ctypes.cast(handle, c_void_p).value or 0


class Floats:
    """Places for results, made once: pdfium's doors are behind a lock, and each is read before it is filled again."""

    kind: type[c_float] | type[c_double] = c_float

    def __init__(self, count: int) -> None:
        self.places = [self.kind() for _ in range(count)]
        self.references = [ctypes.byref(place) for place in self.places]

    def values(self) -> tuple[float, ...]:
        return tuple(place.value for place in self.places)


class Doubles(Floats):
    kind = c_double
