"""Every change to paper goes through here: checks, keys, positions, files, and the version of the issue or the publication.

Each change is one transaction. Refusals are `ValidationError`s with one sentence each, and leave rows and files as they were.
"""

from issues.writing.changing import (
    KeyKind,
    NotCreated,
    after_last,
    changing,
    keep_ahead,
    next_key,
    raise_version,
    refusals_as_validation,
    renumber,
    take_key,
    take_keys,
)
from issues.writing.history import give_reason, record_created
from issues.writing.issues import create_issue, delete_issue, save_issue, set_import, set_times
from issues.writing.page_files import PageReading, read_again, receive_reading, receive_recognition, set_masks
from issues.writing.publications import (
    delete_name,
    delete_publication,
    delete_suspension,
    save_name,
    save_publication,
    save_suspension,
)
from issues.writing.rows import insert_models, insert_rows
from issues.writing.sections import (
    NewSection,
    create_sections,
    delete_section,
    free_label,
    order_sections,
    save_section,
    set_section_state,
)

__all__ = [
    "KeyKind",
    "NewSection",
    "NotCreated",
    "PageReading",
    "after_last",
    "changing",
    "create_issue",
    "create_sections",
    "delete_issue",
    "delete_name",
    "delete_publication",
    "delete_section",
    "delete_suspension",
    "free_label",
    "give_reason",
    "insert_models",
    "insert_rows",
    "keep_ahead",
    "next_key",
    "order_sections",
    "raise_version",
    "read_again",
    "receive_reading",
    "receive_recognition",
    "record_created",
    "refusals_as_validation",
    "renumber",
    "save_issue",
    "save_name",
    "save_publication",
    "save_section",
    "save_suspension",
    "set_import",
    "set_masks",
    "set_section_state",
    "set_times",
    "take_key",
    "take_keys",
]
