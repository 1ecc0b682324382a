"""How the workshop's machines are shown: one line of a list, the page of one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from coupdepouce.core.equipment.checks import OK, checks_of
from coupdepouce.core.equipment.grading import Proposal
from coupdepouce.core.equipment.hardware import ram_in_words
from coupdepouce.core.money import in_euros
from coupdepouce.equipment.queries.places import named
from coupdepouce.equipment.queries.preparing import hardware_of, may_hold_files
from coupdepouce.equipment.queries.workshop import Bench, Row
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.stock.words import badge, kept_for

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Computer

UNKNOWN = "pas encore connu"
ORDER = ("tests", "erasure", "grades", "stock")
LABELS = {
    "tests": "Tester",
    "erasure": "Effacer",
    "grades": "Noter et fixer le prix",
    "stock": "Mettre en stock",
}


def machine_line(row: Row) -> Line:
    """Give a machine of a list, and what remains to be done on it."""
    computer = row.computer
    return Line(
        head=named(computer),
        href=reverse("refurbishing:machine", args=[computer.reference]),
        values=(computer.serial, _standing(computer), _remains(row)),
    )


def _standing(computer: "Computer") -> tuple[str, str]:
    tone, word = badge(computer)
    return tone, kept_for(computer) or word


def _remains(row: Row) -> str:
    if row.computer.state != "intake":
        return "rien"
    return ", ".join(row.missing) or "la mise en stock"


def facts_of(bench: Bench) -> Sequence[Mapping[str, object]]:
    """Give what is known of a machine, and what is not, plainly."""
    computer = bench.computer
    hardware = hardware_of(computer)
    wifi = UNKNOWN if computer.has_wifi is None else ("oui" if computer.has_wifi else "non")
    rows = [
        ("Numéro de série", computer.serial),
        ("Où", bench.where),
        ("Forme", computer.get_form_display()),
        ("Processeur", computer.processor or UNKNOWN),
        ("Mémoire", ram_in_words(computer.ram_mib) if computer.ram_mib else UNKNOWN),
        ("Disques", _disks(hardware.disks)),
        ("Écran", computer.screen or UNKNOWN),
        ("Wifi", wifi),
    ]
    if kept_for(computer):
        rows.insert(2, ("Réservée pour", str(computer.reserved_shop)))
    if computer.price is not None:
        grades = f"{computer.functional_grade} (marche), {computer.cosmetic_grade} (aspect)"
        rows += [
            ("Notes", grades),
            ("Catégorie", computer.category),
            ("Prix", in_euros(computer.price)),
        ]
    return [{"name": name, "value": value} for name, value in rows]


def _disks(disks: Any) -> str:
    if disks is None:
        return UNKNOWN
    return " ; ".join(disk.in_words() for disk in disks) or "aucun"


def done_of(bench: Bench) -> Mapping[str, bool]:
    """Say which of the four things to do are done."""
    works = {work.name: work.is_done for work in bench.works}
    done = {
        "tests": works["tests"],
        "erasure": works["erasure"],
        "grades": all(works[name] for name in ("functional", "cosmetic", "category", "price")),
    }
    return {**done, "stock": bench.computer.state != "intake"}


def steps_of(bench: Bench) -> Sequence[Mapping[str, str]]:
    """Give what remains to be done, in order, with what was found."""
    done = done_of(bench)
    now = next((name for name in ORDER if not done[name]), "")
    details = {
        "tests": _tested(bench),
        "erasure": _erased(bench),
        "grades": "",
        "stock": "",
    }
    return [
        {
            "label": LABELS[name],
            "state": "done" if done[name] else "now" if name == now else "later",
            "detail": details[name],
        }
        for name in ORDER
    ]


def _tested(bench: Bench) -> str:
    test = bench.test
    if test is None:
        return ""
    tried = {one.name: one.label for one in checks_of(bench.computer.form)}
    faults = [label for name, label in tried.items() if test.checks.get(name) != OK]
    said = f"Pas réussi : {' ; '.join(faults)}." if faults else "Tout marche."
    return f"{said} {test.note}".strip()


def _erased(bench: Bench) -> str:
    if bench.erasures:
        last = bench.erasures[0]
        return f"{last.method}, le {last.done_on:%d/%m/%Y}, par {last.done_by}."
    return "" if may_hold_files(bench.computer) else "Rien à effacer : elle n’a pas de disque."


def events_of(bench: Bench) -> Sequence[Mapping[str, object]]:
    """Give what happened to a machine, latest first."""
    return [
        {
            "day": one.at,
            "sentence": str(one.get_kind_display()).capitalize(),
            "by": str(one.by.user) if one.by else "",
        }
        for one in bench.history
    ]


def scores(proposal: Proposal) -> Mapping[str, Any]:
    """Give the table of the scores, with the why of each."""
    return table(
        caption="Ce que disent les règles du programme",
        columns=("Partie", "Points", "Pourquoi"),
        lines=[
            Line(
                head=score.label.capitalize(),
                values=("à dire" if score.points is None else score.points, score.why),
            )
            for score in proposal.scores
        ],
        numbers=("Points",),
    )
