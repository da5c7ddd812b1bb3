"""What the user says about reading, for all formats. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.importing.cleaning import Script


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """`format`: "auto", or the one format that is read, everything else being listed as not read.

    `script`: what texts are turned into (not packages). `page`: the label of the page that a text dump's headlines, or articles
    that name none, stand on. `pattern`: how names of files tell date and page. `old_root`: what stood before the tree's names
    in the addresses of the old site. `fetch`: gives a remote picture's bytes; None: they are named and left.
    """

    format: str = "auto"
    script: Script = "keep"
    page: str | None = None
    pattern: str = ""
    old_root: str = "/"
    fetch: Callable[[str], bytes] | None = None
