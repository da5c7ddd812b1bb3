"""The paper's nouns: publications, dated issues, numbered page sections."""

from issues.models.frame import IssueFrame, IssueFrameQuerySet
from issues.models.gap import NeverPrinted
from issues.models.issue import Issue, IssueQuerySet
from issues.models.membership import Membership, MembershipQuerySet
from issues.models.mourning import GreyDays
from issues.models.preview import PreviewLink, PreviewLinkQuerySet, token_digest
from issues.models.publication import Publication, PublicationName, PublicationQuerySet, Suspension
from issues.models.reach import papers_within_reach, reaches_every_paper
from issues.models.section import PageSection, PageSectionQuerySet, SectionCredit

__all__ = [
    "GreyDays",
    "Issue",
    "IssueFrame",
    "IssueFrameQuerySet",
    "IssueQuerySet",
    "Membership",
    "MembershipQuerySet",
    "NeverPrinted",
    "PageSection",
    "PageSectionQuerySet",
    "PreviewLink",
    "PreviewLinkQuerySet",
    "Publication",
    "PublicationName",
    "PublicationQuerySet",
    "SectionCredit",
    "Suspension",
    "papers_within_reach",
    "reaches_every_paper",
    "token_digest",
]
