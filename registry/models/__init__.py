"""The tables of the books. Every row belongs to one office; every instant is aware UTC.

Table models do not validate: what comes from outside is validated where it enters (``sheets``, settings), once.
"""

from registry.models.allowances import Maintenance, Waiver, WaiverKind
from registry.models.base import Table, stored, words
from registry.models.correspondence import MailState, Outbox, Request, RequestState
from registry.models.evidence import Evidence
from registry.models.findings import FindingRow, FindingState, FindingStep, Step
from registry.models.operation import HeldPlace, HostAddress, ProbeSum, Span, Turn
from registry.models.pages import ArticleLook, KnownPage, ReadAbroad
from registry.models.register import (
    ColumnRow,
    Office,
    Origin,
    OriginKind,
    RegisterChange,
    Scope,
    Target,
    TargetState,
    Unit,
)
from registry.models.scans import (
    HomeLink,
    Lease,
    MeasureRow,
    Observation,
    ProbeRow,
    Round,
    Scan,
    ScanState,
    Tally,
    Visit,
    VisitState,
)
from registry.models.tickets import (
    Decision,
    ItemState,
    OfficeSetting,
    Review,
    Ticket,
    TicketItem,
    TicketMove,
    TicketState,
    TicketStep,
)

__all__ = [
    "ArticleLook",
    "ColumnRow",
    "Decision",
    "Evidence",
    "FindingRow",
    "FindingState",
    "FindingStep",
    "HeldPlace",
    "HomeLink",
    "HostAddress",
    "ItemState",
    "KnownPage",
    "Lease",
    "MailState",
    "Maintenance",
    "MeasureRow",
    "Observation",
    "Office",
    "OfficeSetting",
    "Origin",
    "OriginKind",
    "Outbox",
    "ProbeRow",
    "ProbeSum",
    "ReadAbroad",
    "RegisterChange",
    "Request",
    "RequestState",
    "Review",
    "Round",
    "Scan",
    "ScanState",
    "Scope",
    "Span",
    "Step",
    "Table",
    "Tally",
    "Target",
    "TargetState",
    "Ticket",
    "TicketItem",
    "TicketMove",
    "TicketState",
    "TicketStep",
    "Turn",
    "Unit",
    "Visit",
    "VisitState",
    "Waiver",
    "WaiverKind",
    "stored",
    "words",
]
