"""What an issue still lacks before it may go out, in two profiles: integrity always refuses, tonight's list stops the desk.

Rows are gathered once (`gathering`), rules look at them (`pages`, `texts`, `continued`, `zones`; on plain text those of
`articles.proofreading`), and what they find becomes items that can be signed off (`items`, `night`). `comparing` keeps how pages
compare with their articles.
"""

from articles.preflight.gathering import Gathered, gather
from articles.preflight.integrity import integrity_problems
from articles.preflight.items import Item, Subject
from articles.preflight.night import Night, night_list, night_of, open_for_story, tonight

__all__ = [
    "Gathered",
    "Item",
    "Night",
    "Subject",
    "gather",
    "integrity_problems",
    "night_list",
    "night_of",
    "open_for_story",
    "tonight",
]
