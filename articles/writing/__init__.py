"""Every change to print goes through here; each raises the issue's version by `issues.writing.changing`.

Bodies pass the sanitiser, rows pass `full_clean`, keys and positions come from the issue, withdrawn print stays covered.
"""

from articles.writing.articles import (
    break_chains,
    cleaned_body,
    delete_article,
    delete_correction,
    move_article,
    order_articles,
    save_article,
    save_correction,
    set_import_facts,
    set_withdrawal,
)
from articles.writing.creating import NewArticle, NewZone, create_articles, create_zones
from articles.writing.drafts import accept_draft, drop_draft, merge_drafts, save_draft, split_draft, take_back_draft
from articles.writing.figures import delete_figure, order_figures, save_figure
from articles.writing.found import FoundOnPage, accept_proposal, drop_proposal, replace_found, take_back_proposal
from articles.writing.moves import PageOrder
from articles.writing.old_addresses import add_old_addresses, delete_old_address, save_old_address
from articles.writing.ordering import order_issue
from articles.writing.pages import delete_page
from articles.writing.receipts import begin_asking, close_receipts, keep_receipt, note_answers, settle_copy
from articles.writing.restoring import bring_back_article, bring_back_zone, restore_article, restore_zone
from articles.writing.words import kept_words
from articles.writing.zones import (
    PageChanged,
    PageZones,
    WantedZone,
    delete_zone,
    replace_zones,
    save_zone,
    set_zones,
    zones_mark,
)

__all__ = [
    "FoundOnPage",
    "NewArticle",
    "NewZone",
    "PageChanged",
    "PageOrder",
    "PageZones",
    "WantedZone",
    "accept_draft",
    "accept_proposal",
    "add_old_addresses",
    "begin_asking",
    "break_chains",
    "bring_back_article",
    "bring_back_zone",
    "cleaned_body",
    "close_receipts",
    "create_articles",
    "create_zones",
    "delete_article",
    "delete_correction",
    "delete_figure",
    "delete_old_address",
    "delete_page",
    "delete_zone",
    "drop_draft",
    "drop_proposal",
    "keep_receipt",
    "kept_words",
    "merge_drafts",
    "move_article",
    "note_answers",
    "order_articles",
    "order_figures",
    "order_issue",
    "replace_found",
    "replace_zones",
    "restore_article",
    "restore_zone",
    "save_article",
    "save_correction",
    "save_draft",
    "save_figure",
    "save_old_address",
    "save_zone",
    "set_import_facts",
    "set_withdrawal",
    "set_zones",
    "settle_copy",
    "split_draft",
    "take_back_draft",
    "take_back_proposal",
    "zones_mark",
]
