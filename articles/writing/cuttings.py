"""Pictures that were found on a page, cut from the page's picture: they become an article's figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from articles.models import Article, Figure
from articles.writing.figures import save_figure
from issues import pictures
from issues.models import PageSection
from issues.renditions import RenditionProblem
from issues.writing.pictures import read_master

SMALLEST = 24  # pixels of a side: a figure that still shows something

Told = Mapping[str, Any]  # as DraftArticle.pictures has it


def cuttings(section: PageSection, told: Sequence[Told]) -> tuple[list[Told], list[str]]:
    """Those that can be cut, and the captions of the others."""
    cut = [one for one in told if section.picture and min(_size(section, one["box"])) >= SMALLEST]
    captions = [f"{one['caption']} {one['credit']}".strip() for one in told if one not in cut]
    return cut, [caption for caption in captions if caption]


def add_figures(article: Article, section: PageSection, told: Sequence[Told]) -> None:
    """Their smaller widths are left to the queue. Raises ValidationError where the page's picture cannot be read."""
    if not told:
        return
    page = _page_picture(section)
    for one in told:
        left, top, right, bottom = one["box"]
        sides = (round(left * page.width), round(top * page.height), round(right * page.width), round(bottom * page.height))
        figure = Figure(article=article, caption=one["caption"], credit=one["credit"])
        save_figure(figure, picture=pictures.jpeg(page.crop(sides)), renditions=False)


def _size(section: PageSection, box: Sequence[float]) -> tuple[float, float]:
    left, top, right, bottom = box
    return (right - left) * section.width, (bottom - top) * section.height


def _page_picture(section: PageSection) -> Image.Image:
    """What is painted over stays so in what is cut."""
    try:
        picture, _ending = pictures.open_picture(read_master(section), settings.MAX_PICTURE_PIXELS)
    except (RenditionProblem, pictures.FileRefused) as error:
        sentence = _("The picture of %(section)s cannot be read, so none can be cut from it; leave the draft's pictures out.")
        raise ValidationError(sentence % {"section": section}) from error
    return pictures.paint_over(pictures.in_rgb(picture), section.mask_polygons)
