"""What the rules, the database and the disk refuse, said as one sentence with the file and the place in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from articles.importing.problems import ImportProblem, quoted, system_words
from issues.sentences import Sentence
from issues.writing import NotCreated


@contextmanager
def refusals(origin: str, place: str = "", **files: str | None) -> Iterator[None]:
    """`place` is a path in issue.json or an option; a field's own error extends it. `files` are the names that fields hold."""
    try:
        yield
    except ValidationError as error:
        raise ImportProblem.refusal(origin, *_placed(place, error, files)) from error


@contextmanager
def row_refusals(origin: str, places: Sequence[str], files: Sequence[dict[str, str | None]] = ()) -> Iterator[None]:
    """As `refusals`, for many rows that are made at once: `places` and `files` are theirs, in the same order."""
    try:
        yield
    except NotCreated as refused:
        named = files[refused.place] if files else {}
        raise ImportProblem.refusal(origin, *_placed(places[refused.place], refused.error, named)) from refused


@contextmanager
def mishaps(origin: str) -> Iterator[None]:
    """What no check of ours can foresee: somebody else writing at once, a database or a disk that gives up."""
    try:
        yield
    except IntegrityError as error:
        sentence = Sentence("somebody else wrote the same thing at the same moment; run the import again")
        raise ImportProblem.refusal(
            origin, "", Sentence("%(sentence)s (%(reason)s)", sentence=sentence, reason=_first_line(error))
        ) from error
    except (OperationalError, InterfaceError, DataError) as error:
        raise ImportProblem.refusal(
            origin, "", Sentence("the database did not take it (%(reason)s)", reason=_first_line(error))
        ) from error
    except OSError as error:
        reason = system_words(error.strerror or str(error))
        if error.filename:
            reason = Sentence("%(reason)s: %(file)s", reason=reason, file=error.filename)
        raise ImportProblem.refusal(
            origin, "", Sentence("the media folder did not take it (%(reason)s)", reason=reason)
        ) from error


def _placed(place: str, error: ValidationError, files: dict[str, str | None]) -> tuple[str, str]:
    if not hasattr(error, "error_dict"):
        return place, " ".join(error.messages)
    errors = error.message_dict
    fields = [field for field in errors if field != NON_FIELD_ERRORS]
    if len(errors) == len(fields) == 1 and place and not place.startswith("--"):
        file = files.get(fields[0])
        return f"{place}.{fields[0]}" + (f" {quoted(file)}" if file else ""), " ".join(errors[fields[0]])
    sentences = [
        f"{field}: {message}" if len(fields) > 1 else message for field, messages in errors.items() for message in messages
    ]
    return place, " ".join(sentences)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
