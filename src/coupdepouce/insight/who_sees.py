"""Who may read what of one household, and who did: asked of the very rules that open the pages.

A role that sees more tomorrow appears here without a line being written.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.journey.steps import STEPS
from coupdepouce.core.roles import NAMES, STAFF, Role
from coupdepouce.core.sharing import SHOWN
from coupdepouce.households import queries as households
from coupdepouce.lines import queries as lines
from coupdepouce.lines.models import StuckCase
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import counter, line_desk, queries, shared
from coupdepouce.prescriptions.models import Prescription, Share
from coupdepouce.recourse import queries as recourse
from coupdepouce.recourse.models import Complaint
from coupdepouce.training import queries as training
from coupdepouce.training.models import Booking
from coupdepouce.visits.models import Visit

Rows = QuerySet[Prescription]
ACT = frozenset(role for step in STEPS for role in step.actors)
NOWHERE = 0  # an organisation of nobody: what is open to it is open to the whole role


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Something of a household that may be read, and the rule that opens it to a member."""

    told: str
    opens: Callable[[Membership], Rows]


def _followed(member: Membership) -> Rows:
    return queries.visible_to(member)


def _named(member: Membership) -> Rows:
    rows = _followed(member)
    if member.role == Role.BACK_OFFICE:
        return rows.filter(line_state__in=line_desk.KNOWN_FROM)
    return rows


def _at_home(member: Membership) -> Rows:
    rows = _named(member)
    if member.role == Role.SHOP_ADVISOR:
        return rows.filter(state__in=counter.KNOWS_HOME)
    return rows


def _papers(member: Membership) -> Rows:
    return Prescription.objects.filter(household__in=households.visible_to(member))


def _line_troubles(member: Membership) -> Rows:
    known = lines.cases_visible_to(member).values("household")
    return Prescription.objects.filter(household__in=known)


def _sessions(member: Membership) -> Rows:
    places = Booking.objects.filter(session__in=training.visible_to(member).values("pk"))
    return Prescription.objects.filter(household__in=places.values("household"))


def _complaints(member: Membership) -> Rows:
    known = recourse.visible_to(member).values("household")
    return Prescription.objects.filter(household__in=known)


def _comings(member: Membership) -> Rows:
    # What the counter lists of the day: its own shop, the hour and the parts asked for.
    coming = Visit.objects.filter(ended_at__isnull=True, shop=member.organisation_id)
    rows = Prescription.objects.filter(household__in=coming.values("household"), state="issued")
    return rows if member.role == Role.SHOP_ADVISOR else rows.none()


READINGS = (
    Reading(told="Votre nom", opens=_named),
    Reading(told="Où en est votre demande", opens=_followed),
    Reading(told="Votre adresse et votre téléphone", opens=_at_home),
    Reading(told="Le genre de papier montré et sa date, jamais vos revenus", opens=_papers),
    Reading(told="Les soucis de votre ligne", opens=_line_troubles),
    Reading(told="Vos ateliers, votre nom et ce qu’il vous faut pour venir", opens=_sessions),
    Reading(told="Une réclamation que vous écrivez", opens=_complaints),
    Reading(told="L’heure de votre rendez-vous en boutique, sans votre nom", opens=_comings),
)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """How often a file was opened, and when last."""

    times: int = 0
    last: datetime | None = None  # None: never

    def and_also(self, times: int, last: datetime) -> "Opened":
        """Give both together."""
        return Opened(times=self.times + times, last=max(last, self.last or last))


@dataclass(frozen=True, kw_only=True)
class Reader:
    """People who may read something, and how often they did."""

    roles: Sequence[Role]
    organisation: str  # empty: wherever they work
    sees: Sequence[str]
    opened: Opened
    share: Share | None = None  # they may because the household agreed

    @property
    def acts(self) -> bool:
        """Say whether a step of the journey is theirs."""
        return self.share is None and not ACT.isdisjoint(self.roles)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the access log says of people who have no right today, or of an administrator."""

    role: Role | None  # None: a role that is no more
    organisation: str
    opened: Opened
    in_place: bool = False  # an administrator looked at the pages of somebody else


@dataclass(frozen=True, kw_only=True)
class WhoSees:
    """The answer to "who sees my data"."""

    readers: Sequence[Reader]
    others: Sequence[Seen]


def who_sees(prescription: Prescription) -> WhoSees:
    """Say who may read what of a household today, and who did, with one query per reading."""
    names, visits = _organisations_of(prescription), _Visits(prescription)
    groups: dict[tuple[int, tuple[str, ...]], list[Role]] = {}
    for (role, one), sees in _open_to(prescription, tuple(names)).items():
        if sees:
            groups.setdefault((one, tuple(sees)), []).append(role)
    readers = [
        Reader(roles=roles, organisation=names.get(one, ""), sees=sees,
               opened=visits.take(roles, one))
        for (one, sees), roles in groups.items()
    ]  # fmt: skip
    readers += [
        Reader(
            roles=sorted(queries.TEAM),
            organisation=share.organisation.name,
            sees=[one.told for one in SHOWN],
            opened=visits.take(queries.TEAM, share.organisation_id),
            share=share,
        )
        for share in shared.agreed_of(prescription)
    ]
    return WhoSees(readers=readers, others=visits.left())


class _Visits:
    """The access log of a household, from which each reader takes its own lines."""

    def __init__(self, prescription: Prescription) -> None:
        rows = AccessLog.objects.filter(about__in=_abouts(prescription)).order_by()
        self._rows = list(
            rows.values("role", "organisation_id", in_place=Q(impersonator__isnull=False)).annotate(
                times=Count("pk"), last=Max("at")
            )
        )

    def take(self, roles: Collection[Role], organisation: int) -> Opened:
        """Give what these roles opened, in one organisation or wherever they work."""
        opened, left = Opened(), []
        for row in self._rows:
            here = organisation in {NOWHERE, row["organisation_id"]}
            if here and row["role"] in roles and not row["in_place"]:
                opened = opened.and_also(row["times"], row["last"])
            else:
                left.append(row)
        self._rows = left
        return opened

    def left(self) -> list[Seen]:
        """Give what nobody took."""
        names = _names({row["organisation_id"] for row in self._rows})
        return [
            Seen(
                role=Role(row["role"]) if row["role"] in NAMES else None,
                organisation=names.get(row["organisation_id"] or NOWHERE, ""),
                opened=Opened(times=row["times"], last=row["last"]),
                in_place=row["in_place"],
            )
            for row in sorted(self._rows, key=lambda row: row["last"], reverse=True)
        ]


def _abouts(prescription: Prescription) -> list[str]:
    """Give how the access log names a household: itself, its requests, cases and complaints."""
    household = prescription.household_id
    named = (
        ("prescription", Prescription.objects.filter(household=household)),
        ("case", StuckCase.objects.filter(household=household)),
        ("complaint", Complaint.objects.filter(household=household)),
    )
    return [f"household:{household}"] + [
        f"{kind}:{reference}"
        for kind, rows in named
        for reference in rows.values_list("reference", flat=True)
    ]


def _organisations_of(prescription: Prescription) -> dict[int, str]:
    """Name each organisation that has something to do with a household, while it is open."""
    of_household = {"household": prescription.household_id}
    pairs = (
        *StuckCase.objects.filter(**of_household).values_list("prescriber", "shop"),
        *Complaint.objects.filter(**of_household).values_list("organisation", "organisation"),
        *Booking.objects.filter(**of_household).values_list("session__shop", "session__shop"),
        *Visit.objects.filter(**of_household, ended_at__isnull=True).values_list("shop", "shop"),
    )
    known: set[int | None] = {pk for pair in pairs for pk in pair}
    own = (prescription.organisation_id, prescription.shop_id, prescription.suggested_shop_id)
    return _names(known.union(own), open_only=True)


def _names(known: set[int | None], *, open_only: bool = False) -> dict[int, str]:
    rows = Organisation.objects.filter(pk__in=[pk for pk in known if pk]).order_by("pk")
    # Nobody of one that closed may open anything: what they read before is told apart.
    rows = rows.filter(is_active=True) if open_only else rows
    return dict(rows.values_list("pk", "name"))


Place = tuple[Role, int]


def _open_to(prescription: Prescription, organisations: tuple[int, ...]) -> dict[Place, list[str]]:
    """Try each rule as each role of each organisation, and of none."""
    tried = [(role, one) for role in STAFF for one in (NOWHERE, *organisations)]
    found: dict[Place, list[str]] = {place: [] for place in tried}
    for reading in READINGS:
        seen = _tried(reading, prescription, tried)
        for role, one in tried:
            # What is open to the whole role is said once, of the role.
            if seen[role, one] and (one == NOWHERE or not seen[role, NOWHERE]):
                found[role, one].append(reading.told)
    return found


def _tried(
    reading: Reading, prescription: Prescription, tried: Sequence[Place]
) -> dict[Place, bool]:
    rules = [Exists(reading.opens(_stand_in(*place)).filter(pk=OuterRef("pk"))) for place in tried]
    row = Prescription.objects.filter(pk=prescription.pk).values_list(*rules).get()
    return dict(zip(tried, row, strict=True))


def _stand_in(role: Role, organisation: int) -> Membership:
    # Nobody's: its own key is in no row, so that what one person entered stays that person's.
    return Membership(pk=0, role=role, organisation_id=organisation)
