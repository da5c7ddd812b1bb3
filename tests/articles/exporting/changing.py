"""A newsroom that never rests: issues are withdrawn and published again, titles change. Ended by SIGTERM."""

import os
import random
import signal
import sys
import time
from types import FrameType


def end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> int:
    signal.signal(signal.SIGTERM, end)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from articles.models import Article
    from articles.publishing import publish_issue, withdraw_issue
    from articles.writing import save_article
    from issues.models import Issue

    chance = random.Random(1)
    while True:
        time.sleep(chance.uniform(0.05, 0.4))
        issue = chance.choice(list(Issue.objects.order_by("date")))
        if chance.random() < 0.4:
            publish_issue(issue) if issue.withdrawn_at else withdraw_issue(issue)
        else:
            article = chance.choice(list(Article.objects.filter(issue=issue)))
            article.title = f"标题 {chance.random()}"
            save_article(article)


if __name__ == "__main__":
    sys.exit(main())
