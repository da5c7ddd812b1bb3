"""What `benchmarks.desk_at_scale` runs on the database that it made: fills it, asks for every page, prints what each costs.

usage: python -m benchmarks.desk.measure ISSUES [--all]; ends with 1 where a page exceeds what is wanted.
"""

import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks.desk.archive import OWN, Size, write_archive  # noqa: E402
from benchmarks.desk.asking import Answer, Walker  # noqa: E402
from issues.models import Membership  # noqa: E402
from issues.writing import save_membership  # noqa: E402
from newsroom.roles import ADMINISTRATOR, EDITOR, PUBLISHER, make_role  # noqa: E402

MOST_QUERIES, MOST_MILLISECONDS, MOST_OPTIONS = 15, 300.0, 200
# A word that many titles have, one that few have, one that none has, one character, a day.
WORDS = ("渡口改造", "𠮷庆桥", "查无此词", "桥", f"{time.strftime('%Y')}-01-15")


def client_of(role: str) -> Client:
    user = User.objects.create_user(f"bench-{role}", is_staff=True)
    user.groups.add(make_role(role))
    save_membership(Membership(user=user, publication_id=OWN))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    return client


def exceeds(answer: Answer) -> bool:
    is_dear = answer.queries > MOST_QUERIES or answer.milliseconds >= MOST_MILLISECONDS
    return is_dear or answer.options > MOST_OPTIONS or answer.status >= 500


def dearest(answers: list[Answer]) -> list[Answer]:
    """Of each noun and kind of page."""
    found: dict[tuple[str, str], Answer] = {}
    for answer in sorted(answers, key=lambda answer: answer.milliseconds):
        found[answer.noun, answer.what] = answer
    return [answer for answer in answers if found[answer.noun, answer.what] is answer]


def report(answers: list[Answer], shown: list[Answer]) -> None:
    table = Table("noun", "page", "status", "queries", "ms", "options", "address")
    for answer in shown:
        mark = "[red]" if exceeds(answer) else ""
        cells = (answer.noun, answer.what, answer.status, answer.queries, f"{answer.milliseconds:.0f}", answer.options)
        table.add_row(*(f"{mark}{cell}" for cell in cells), answer.address[:70])
    console = Console(width=190)
    console.print(table)
    for answer in filter(exceeds, answers):
        console.print(
            f"{answer.address}: {answer.status}, {answer.queries} queries, {answer.milliseconds:.0f} ms", soft_wrap=True
        )
        console.print(f"    {answer.slowest[:1500]}", soft_wrap=True, markup=False)
    worst = max(answers, key=lambda answer: answer.milliseconds)
    most = max(answer.queries for answer in answers)
    console.print(f"{len(answers)} pages; at most {most} queries, {worst.milliseconds:.0f} ms ({worst.address})", markup=False)


def main(issues: int, *, is_whole: bool) -> int:
    settings.ALLOWED_HOSTS = ["testserver"]
    # Nothing is collected; names of static files are not what is measured.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    began = time.monotonic()
    write_archive(Size(issues))
    print(f"{Size(issues).articles:,} articles in {time.monotonic() - began:.0f} s", flush=True)
    answers = list(Walker([client_of(role) for role in (EDITOR, PUBLISHER, ADMINISTRATOR)], WORDS, MOST_MILLISECONDS).walk())
    report(answers, answers if is_whole else dearest(answers))
    return int(any(map(exceeds, answers)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), is_whole="--all" in sys.argv))
