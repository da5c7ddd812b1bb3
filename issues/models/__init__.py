"""The paper's nouns: publications, dated issues, numbered page sections."""

from issues.models.gap import NeverPrinted
from issues.models.issue import Issue, IssueQuerySet
from issues.models.publication import Publication, PublicationName, PublicationQuerySet, Suspension
from issues.models.section import PageSection, PageSectionQuerySet, SectionCredit

__all__ = [
    "Issue",
    "IssueQuerySet",
    "NeverPrinted",
    "PageSection",
    "PageSectionQuerySet",
    "Publication",
    "PublicationName",
    "PublicationQuerySet",
    "SectionCredit",
    "Suspension",
]
