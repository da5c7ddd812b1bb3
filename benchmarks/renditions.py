"""What renditions cost: seconds a page, bytes beside the JPEG. `python -m benchmarks.renditions [PICTURE …]`.

Without names it takes pages of the sample newspaper. No database; one process, as the queue has by default.
"""

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from issues.pictures import full_size, jpeg, open_picture
from issues.renditions import AVIF, JPEG, PAGE_WIDTHS, WEBP, Wanted, renditions, served_widths

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "cprb" / "2024-10-14" / "pages"
MOST_PIXELS = 100_000_000


def measure(paths: list[Path]) -> str:
    """A table of a few lines."""
    seconds: defaultdict[str, float] = defaultdict(float)
    sizes = Counter[str]()
    for path in paths:
        master = path.read_bytes()
        began = time.perf_counter()
        picture, _ending = open_picture(master, MOST_PIXELS)
        full = full_size(picture)
        sizes[JPEG] += len(jpeg(full))
        seconds["at once: full-size JPEG"] += time.perf_counter() - began
        widths = served_widths(picture.width, PAGE_WIDTHS)
        smaller = tuple((width, JPEG) for width in widths[:-1])
        for name, files in [
            ("queue: smaller JPEGs, WebP", (*smaller, *((width, WEBP) for width in widths))),
            ("queue: AVIF", tuple((width, AVIF) for width in widths)),
        ]:
            began = time.perf_counter()
            for made in renditions(master, Wanted(files, (), MOST_PIXELS)):
                sizes[made.ending] += len(made.data)
            seconds[name] += time.perf_counter() - began
    lines = [f"{len(paths)} pages"]
    lines += [f"{name:28}{total / len(paths):6.2f} s a page" for name, total in seconds.items()]
    for ending in (JPEG, WEBP, AVIF):
        share = sizes[ending] / sizes[JPEG]
        lines.append(f"{ending:5}{sizes[ending] / len(paths) / 1000:7.0f} kB a page in all widths, {share:4.0%} of the JPEG")
    return "\n".join(lines)


if __name__ == "__main__":
    print(measure([Path(name) for name in sys.argv[1:]] or sorted(SAMPLE.glob("*.jpg"))[:4]))
