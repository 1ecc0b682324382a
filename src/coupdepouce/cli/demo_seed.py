"""Fill the demonstration through the house's own operations; what is there stays as it is."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from coupdepouce.accounts.operations import choose_password
from coupdepouce.accounts.queries import people_without_password
from coupdepouce.cli.demo_data import COVERAGE, LOGINS, MAIL, PARTNERS, PLACES, POINTS, SOURCE
from coupdepouce.connect.api_particulier.client import NO_SIRET
from coupdepouce.connect.api_particulier.parameters import STAND_IN_URL
from coupdepouce.connect.coverage import SOURCE as ARCEP
from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines.operations import import_coverage
from coupdepouce.lines.queries import coverage_of
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.operations import connect_proof, create_organisation, open_account
from coupdepouce.partners.queries import (
    fictional_organisations,
    memberships_by_email,
    place_named,
    proof_connection,
)
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import import_points, load_programme
from coupdepouce.programmes.queries import count_points, current_programme

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership, Organisation

END_IN = 75  # days: near enough for the household to read it too
TOKEN = "jeton-de-demonstration"  # noqa: S105  the stand-in checks none


def demo_text(*, on: date) -> str:
    """Give the delivered programme with an end of its price, so that an exit plan can be seen."""
    example = 'source = "exemple de la démonstration", verified = false'
    end = (
        "# Exemple de la démonstration, dans aucun autre programme.\n"
        f"ends_on = {add_days(on, END_IN)}\n"
        f'price_after = {{ value = "29.99", {example} }}\n\n'
    )
    before, table, after = default_text().partition("[offers.computer]")
    return f"{before}{end}{table}{after}"


def seed_programme(*, at: datetime) -> None:
    """Put its programme in force unless another one is, and place a few communes."""
    try:
        current_programme()
    except Refusal:
        load_programme(text=demo_text(on=day_of(at)), at=at)
    if not count_points():
        import_points(rows=POINTS)
    if coverage_of(COVERAGE[0].code) is None:
        import_coverage(rows=COVERAGE, exists=communes.exists, read_on="2024", source=ARCEP)


def has_closed_organisation() -> bool:
    """Say whether somebody closed an organisation of the demonstration."""
    return not all(one.is_active for one in fictional_organisations().values())


def seed_team(*, at: datetime) -> dict[str, "Membership"]:
    """Open the organisations and one account per role; give the memberships by log-in."""
    import_places(rows=PLACES, commune_of=resolve, is_fictional=True)
    organisations = _organisations()
    members = memberships_by_email([login.email for login in LOGINS])
    # A partner's first account is its manager's.
    for login in sorted(LOGINS, key=lambda one: one.role != Role.PARTNER_MANAGER):
        if login.email not in members:
            members[login.email] = open_account(
                email=login.email,
                first_name="Démo",
                last_name=login.name.capitalize(),
                organisation=organisations[login.partner.name],
                role=login.role,
                by=None,
                at=at,
            )
    return {login.name: members[login.email] for login in LOGINS}


def _organisations() -> dict[str, "Organisation"]:
    known = fictional_organisations()
    for partner in PARTNERS:
        if partner.name not in known:
            known[partner.name] = create_organisation(
                name=partner.name,
                kind=partner.kind,
                email=f"{partner.key}@{MAIL}",
                place=place_named(source=SOURCE, source_id=partner.key) if partner.town else None,
                is_fictional=True,
            )
    return known


def seed_connection(*, by: "Membership", at: datetime, url: str = STAND_IN_URL) -> None:
    """Connect the demonstration's CCAS to the stand-in, unless it is connected already."""
    if proof_connection(by.organisation_id) is None:
        # Fourteen zeros pass the check of a SIRET and are nobody's.
        connect_proof(url=url, token=TOKEN, recipient=NO_SIRET, by=by, at=at)


def seed_password(password: str, *, is_new: bool) -> None:
    """Give the password to everybody if it is new, or if somebody has none yet."""
    emails = [login.email for login in LOGINS]
    if is_new or people_without_password(emails):
        choose_password(emails=emails, password=password)
