"""What a closing does, in sentences with counts, and what is kept of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coupdepouce.core.partners.closing import BY_CODE
from coupdepouce.web.steering.tables import Line, day, table

if TYPE_CHECKING:
    from coupdepouce.partners.models import Closing, Membership
    from coupdepouce.prescriptions.entrusting import Held

MOST_NAMED = 10


def consequences(held: "Held") -> list[str]:
    """Say what closing an organisation does to all that it holds."""
    said = [_requests(held), _people(held.people)]
    if held.units:
        bons = _many(held.units, "bon non utilisé revient", "bons non utilisés reviennent")
        said.append(f"{bons} au programme.")
    if held.shares:
        said.append(
            f"{_many(held.shares, 'suivi partagé s’arrête', 'suivis partagés s’arrêtent')}."
        )
    if held.complaints:
        said.append(
            f"{_many(held.complaints, 'réclamation passe', 'réclamations passent')} au programme."
        )
    said.append("Son lieu quitte l’annuaire, sauf s’il figure dans une liste publique.")
    if held.codes:
        said.append(f"{_many(held.codes, 'code', 'codes')} d’annonce : la page générale s’ouvre.")
    return said


def _requests(held: "Held") -> str:
    if not held.requests:
        return "Aucune demande n’est en cours."
    parts = (
        (held.drafts, "en préparation", "en préparation"),
        (held.vouchers, "bon remis", "bons remis"),
        (held.at_shop, "en boutique", "en boutique"),
        (held.lines, "ligne en service", "lignes en service"),
    )
    detail = ", ".join(_many(*part) for part in parts if part[0])
    moved = _many(held.requests, "demande change de mains", "demandes changent de mains")
    return f"{moved} : {detail}. Chaque ménage est prévenu. Les bons remis marchent toujours."


def _people(names: Sequence[str]) -> str:
    if not names:
        return "Personne n’y a de compte."
    who = _named(names)
    verb = "n’ouvre" if len(names) == 1 else "n’ouvrent"
    return (
        f"{who} {verb} plus ses dossiers, dès maintenant. Les rôles tenus ailleurs restent. "
        "Les clés de logiciel et la connexion à l’administration s’arrêtent."
    )


def coming_back(people: "Sequence[Membership]") -> list[str]:
    """Say who and what an organisation that opens again finds back."""
    names = [str(one.user) for one in people]
    verb = "retrouve son accès" if len(names) == 1 else "retrouvent leur accès"
    return [
        f"{_named(names)} {verb}." if names else "Personne ne retrouve d’accès : ouvrez un compte.",
        "Les ménages confiés à une autre structure y restent.",
        "Les bons rendus restent au programme : accordez-en d’autres.",
        "Les clés de logiciel et la connexion à l’administration se refont.",
    ]


def closings_table(closings: "Sequence[Closing]") -> Mapping[str, Any]:
    """Give the closings of an organisation, the latest first."""
    return table(
        caption="Fermetures",
        columns=("Fermée", "Pourquoi", "Qui suit ses ménages", "Depuis"),
        lines=[_line(one) for one in closings],
    )


def _line(one: "Closing") -> Line:
    who = str(one.by.user) if one.by else "le programme, de lui-même"
    words = f" : {one.words}" if one.words else ""
    reopened = (
        f"rouverte le {day(one.reopened_at)} par {one.reopened_by.user}"
        if one.reopened_at and one.reopened_by
        else "toujours fermée"
    )
    return Line(
        head=f"Le {day(one.at)}, par {who}",
        values=(
            f"{BY_CODE[one.reason].label}{words}",
            one.successor.name if one.successor else "l’équipe du programme",
            reopened,
        ),
    )


def _named(names: Sequence[str]) -> str:
    shown, more = list(names[:MOST_NAMED]), len(names) - MOST_NAMED
    if more > 0:
        shown.append(_many(more, "autre personne", "autres personnes"))
    return " et ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
