"""Every change to paper goes through here: checks, keys, positions, files, and the version of the issue or the publication.

Each change is one transaction. Refusals are `ValidationError`s with one sentence each, and leave rows and files as they were.
"""

from issues.writing.changing import (
    KeyKind,
    NotCreated,
    after_last,
    ask_again,
    changing,
    demanding,
    keep_ahead,
    next_key,
    raise_version,
    refusals_as_validation,
    renumber,
    take_key,
    take_keys,
)
from issues.writing.frames import delete_frame, save_frame
from issues.writing.history import acting_user_pk, give_reason, record_act, record_changed, record_created
from issues.writing.issues import create_issue, delete_issue, save_issue, set_import, set_times
from issues.writing.memberships import delete_membership, join_own_paper, save_membership
from issues.writing.next_issue import make_next_issue
from issues.writing.page_files import (
    PageReading,
    Recognition,
    read_again,
    receive_reading,
    receive_recognition,
    search_again,
    set_masks,
    settle_search,
)
from issues.writing.previews import make_preview_link, note_opening, own_preview, revoke_preview_link
from issues.writing.publications import (
    delete_grey_days,
    delete_name,
    delete_publication,
    delete_suspension,
    save_grey_days,
    save_name,
    save_publication,
    save_suspension,
)
from issues.writing.restoring import put_back, refuse_unchanged, restore_issue, restore_section, restored_from
from issues.writing.rows import insert_models, insert_rows
from issues.writing.sections import (
    NewSection,
    create_sections,
    delete_section,
    free_label,
    order_sections,
    save_section,
)
from issues.writing.signing import SeenPage, begin_pages, set_section_state, set_states, void_signatures

__all__ = [
    "KeyKind",
    "NewSection",
    "NotCreated",
    "PageReading",
    "Recognition",
    "SeenPage",
    "acting_user_pk",
    "after_last",
    "ask_again",
    "begin_pages",
    "changing",
    "create_issue",
    "create_sections",
    "delete_frame",
    "delete_grey_days",
    "delete_issue",
    "delete_membership",
    "delete_name",
    "delete_publication",
    "delete_section",
    "delete_suspension",
    "demanding",
    "free_label",
    "give_reason",
    "insert_models",
    "insert_rows",
    "join_own_paper",
    "keep_ahead",
    "make_next_issue",
    "make_preview_link",
    "next_key",
    "note_opening",
    "order_sections",
    "own_preview",
    "put_back",
    "raise_version",
    "read_again",
    "receive_reading",
    "receive_recognition",
    "record_act",
    "record_changed",
    "record_created",
    "refusals_as_validation",
    "refuse_unchanged",
    "renumber",
    "restore_issue",
    "restore_section",
    "restored_from",
    "revoke_preview_link",
    "save_frame",
    "save_grey_days",
    "save_issue",
    "save_membership",
    "save_name",
    "save_publication",
    "save_section",
    "save_suspension",
    "search_again",
    "set_import",
    "set_masks",
    "set_section_state",
    "set_states",
    "set_times",
    "settle_search",
    "take_key",
    "take_keys",
    "void_signatures",
]
