"""The paper in the admin. Issue and PageSection are registered by `articles.admin.paper`, which adds what needs the print."""

from issues.admin import frame, gaps, membership, publication, section

__all__ = ["frame", "gaps", "membership", "publication", "section"]
