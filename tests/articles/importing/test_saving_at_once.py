"""Two imports of the same new issue at one moment, in transactions of their own: never two rows, never a traceback."""

import io
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from issues.models import Issue, Publication
from tests.packages import write_simple


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("paper_is_there", [True, False])
def test_one_of_two_imports_at_once_waits_or_is_refused_with_a_sentence(tmp_path, media_root, paper_is_there):
    if paper_is_there:
        call_command("import_issues", str(write_simple(tmp_path / "0", issue__date="2024-03-04")), stdout=io.StringIO())
    package = write_simple(tmp_path / "1")
    answers: list[str] = []
    start = threading.Barrier(2)

    def run(path: Path) -> None:
        out = io.StringIO()
        start.wait()
        try:
            call_command("import_issues", str(path), stdout=out, publish=True)
            answers.append(out.getvalue())
        except CommandError as error:
            answers.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[package]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(answers, key=lambda answer: "created (published)" not in answer)
    assert "created (published)" in first
    assert "unchanged (published)" in second or "somebody else wrote the same thing at the same moment" in second
    assert Issue.objects.filter(date="2024-03-05").count() == 1
    assert Publication.objects.count() == 1
