"""What a page section and a figure have in common: a picture in a version, and what of it is served."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

from issues.renditions import JPEG, served_endings, served_widths


def lacks_renditions(*, avif: bool = False) -> Q:
    """Of rows with a picture: its smaller widths and its WebP are not made yet, or not of the picture that is valid now."""
    lacks = ~Q(rendered_version=F("picture_version"))
    return ~Q(picture="") & (lacks | Q(has_avif=False) if avif else lacks)


class Pictured(models.Model):
    """Its subclass has `key`, `picture`, `picture_version`, `width` and `height`. `stem` begins the names of the served files,
    `ladder` holds the widths below the full one, which the queue makes."""

    stem = ""
    ladder: Sequence[int] = ()

    key: "models.CharField[str, str]"
    picture: "models.CharField[str, str]"
    picture_version: "models.PositiveIntegerField[int, int]"
    width: "models.PositiveIntegerField[int, int]"
    height: "models.PositiveIntegerField[int, int]"
    rendered_version = models.PositiveIntegerField(default=0, editable=False)
    has_avif = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_rendered(self) -> bool:
        """Until then the picture is served as its full-size JPEG alone."""
        return self.rendered_version == self.picture_version

    @property
    def picture_widths(self) -> list[int]:
        """Widths in pixels at which the picture is served, ascending; none without a picture."""
        return served_widths(self.width, self.ladder if self.is_rendered else ()) if self.picture else []

    @property
    def picture_endings(self) -> list[str]:
        """Of every width; the JPEG first."""
        return served_endings((self.width, self.height), is_rendered=self.is_rendered, has_avif=self.has_avif)

    def picture_href(self, width: int, ending: str = JPEG) -> str:
        return f"{self.stem}_{self.key}-{self.picture_version}-{width}.{ending}"
