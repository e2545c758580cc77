"""What was seen: frozen records that checks judge. No record holds a clock, a socket or a session.

Instants are aware UTC datetimes; days are dates in Asia/Shanghai. Durations are seconds, sizes are bytes.
"""

from checks.evidence.asides import Aside, AsideKind, Asides
from checks.evidence.case import NO_HISTORY, Answer, Case, History
from checks.evidence.columns import Column, ColumnKind, KnownColumn, Updating
from checks.evidence.ipv6 import Ipv6
from checks.evidence.links import CheckedLink, LinkSurvey
from checks.evidence.network import Certificate, CertificateFault, Landing, Probe, Response, Transport
from checks.evidence.pages import DateRead, DateSource, FooterItem, Link, Page, PageFacts, PageKind, PageLevel
from checks.evidence.pictures import Picture, PictureKind
from checks.evidence.prose import Prose
from checks.evidence.protection import HostHeaders, Protection, ScriptTag
from checks.evidence.rendered import Box, Overlay, Part, PartKind, Rendered
from checks.evidence.search import SearchForm
from checks.evidence.subject import Subject
from checks.evidence.targets import AccountFacts, Post, Reach, SiteFacts

__all__ = [
    "NO_HISTORY",
    "AccountFacts",
    "Answer",
    "Aside",
    "AsideKind",
    "Asides",
    "Box",
    "Case",
    "Certificate",
    "CertificateFault",
    "CheckedLink",
    "Column",
    "ColumnKind",
    "DateRead",
    "DateSource",
    "FooterItem",
    "History",
    "HostHeaders",
    "Ipv6",
    "KnownColumn",
    "Landing",
    "Link",
    "LinkSurvey",
    "Overlay",
    "Page",
    "PageFacts",
    "PageKind",
    "PageLevel",
    "Part",
    "PartKind",
    "Picture",
    "PictureKind",
    "Post",
    "Probe",
    "Prose",
    "Protection",
    "Reach",
    "Rendered",
    "Response",
    "ScriptTag",
    "SearchForm",
    "SiteFacts",
    "Subject",
    "Transport",
    "Updating",
]
