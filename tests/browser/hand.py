"""An editor's hand: everything done with it is an action, a click, a key, a drag, a choice of files; letters typed are none."""

import os
import sys
from pathlib import Path
from typing import Any

PICTURES = os.environ.get("PICTURES_OF_THE_NIGHT")  # a folder, to look at the screens of a run


class Hand:
    def __init__(self, page: Any, told: list[str], came: str) -> None:
        """`told`: a few words for each action of all hands; to have come is one too."""
        self.page, self.told = page, told
        told.append(came)

    def click(self, target: Any, what: str) -> None:
        self.told.append(what)
        target.click()

    def press(self, keys: str, what: str, target: Any = None) -> None:
        self.told.append(what)
        if target:
            target.focus()
        self.page.keyboard.press(keys)

    def drag(self, source: Any, target: Any, what: str, **options: Any) -> None:
        self.told.append(what)
        target.scroll_into_view_if_needed()  # a page that moves under the hand lets go
        source.drag_to(target, **options)

    def drop(self, field: Any, files: list[Path], what: str) -> None:
        self.told.append(what)
        field.set_input_files([str(path) for path in files])

    def picture(self, name: str) -> None:
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.jpg", type="jpeg", quality=80)

    def tell(self) -> None:
        sys.stdout.write(f"{len(self.told)} actions: {'; '.join(self.told)}\n")
