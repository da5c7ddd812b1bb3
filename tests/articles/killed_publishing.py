"""Publishes the one issue that there is, and stands still in the middle of the transaction until it is killed."""

import os
import sys
import time
from unittest.mock import patch


def stand_still(*_words: object) -> None:
    sys.stdout.write("in the middle\n")
    sys.stdout.flush()
    time.sleep(600)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from articles import publishing
    from issues.models import Issue

    if "--to-the-end" not in sys.argv:
        patch.object(publishing, "tell", stand_still).start()
    publishing.publish_issue(Issue.objects.get())
    return 0


if __name__ == "__main__":
    sys.exit(main())
