"""Writes about programmes: a version in force, a figure confirmed, the territory's tables."""

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.connect.places.table import Line
from coupdepouce.core.programme import Figure, content_hash
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.importing import ImportReport
from coupdepouce.partners.models import Membership
from coupdepouce.programmes.commune_names import split_names
from coupdepouce.programmes.defaults import read_file
from coupdepouce.programmes.models import (
    CommunePoint,
    FigureConfirmation,
    PriorityZone,
    ProgrammeVersion,
)
from coupdepouce.programmes.queries import figures

COMMUNE = re.compile(r"[0-9][0-9AB][0-9]{3}")
ZONE = re.compile(r"QP[0-9]{2}[0-9AB][0-9]{3}")


@transaction.atomic
def load_programme(*, text: str, at: datetime) -> ProgrammeVersion:
    """Put a programme file in force; the same text again changes nothing.

    Raises:
        Refusal: the file has errors, each with its line and remedy.
    """
    programme = read_file(text)
    version, _ = ProgrammeVersion.objects.get_or_create(
        programme=programme.id,
        content_hash=content_hash(text),
        defaults={"text": text, "loaded_at": at},
    )
    if not version.is_current:
        # One row at most is current: the old one steps down before the new one steps up.
        ProgrammeVersion.objects.filter(programme=programme.id, is_current=True).update(
            is_current=False
        )
        version.is_current = True
        version.save(update_fields=["is_current"])
    return version


def confirm_figure(*, path: str, by: Membership, at: datetime) -> FigureConfirmation:
    """Let households read a figure without a verified source, at its value of today.

    Raises:
        Refusal: no such figure, already verified, or not the programme manager.
    """
    if by.role != Role.PROGRAMME_MANAGER:
        raise Refusal(
            "not_your_figure",
            "Le responsable du programme confirme les chiffres : demandez-lui.",
        )
    figure = _unverified(path)
    word, _ = FigureConfirmation.objects.get_or_create(
        programme=settings.PROGRAMME,
        path=path,
        value=str(figure.value),
        defaults={"confirmed_by_id": by.pk, "confirmed_at": at},
    )
    return word


def _unverified(path: str) -> Figure:
    found = {row.path: row.figure for row in figures()}
    if path not in found:
        raise Refusal(
            "figure_unknown",
            f"Le chiffre « {path} » n’est pas au programme : choisissez-le dans la liste.",
            path=path,
        )
    if found[path].verified:
        raise Refusal(
            "figure_verified",
            "Ce chiffre a déjà une source vérifiée : il n’y a rien à confirmer.",
            path=path,
        )
    return found[path]


def import_points(*, rows: Iterable[Line | RowProblem], dry_run: bool = False) -> ImportReport:
    """Store where the communes are, from rows with `code_insee`, `lat` and `lon`."""
    return _import(model=CommunePoint, read=_point, rows=rows, dry_run=dry_run)


def import_zones(*, rows: Iterable[Line | RowProblem], dry_run: bool = False) -> ImportReport:
    """Store the list of priority neighbourhoods; the names of their communes become codes."""
    return _import(model=PriorityZone, read=_zone, rows=rows, dry_run=dry_run)


def _import(
    *,
    model: type[models.Model],
    read: Callable[[Line], tuple[models.Model, RowProblem | None]],
    rows: Iterable[Line | RowProblem],
    dry_run: bool,
) -> ImportReport:
    found: dict[object, models.Model] = {}
    problems: list[RowProblem] = []
    for row in rows:
        if isinstance(row, RowProblem):
            problems.append(row)
            continue
        try:
            thing, doubt = read(row)
            _check_new(row, thing.pk, found)
        except _Unfit as unfit:
            problems.append(unfit.problem)
            continue
        found[thing.pk] = thing
        if doubt is not None:
            problems.append(doubt)
    added, changed = _stored(model, found, dry_run=dry_run)
    unchanged = len(found) - added - changed
    return ImportReport(added=added, changed=changed, unchanged=unchanged, problems=tuple(problems))


class _Unfit(Exception):
    """A row that cannot be kept."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def _said(
    row: Line, column: str, sentence: str, remedy: str, severity: Severity = Severity.REFUSED
) -> RowProblem:
    return RowProblem(
        line=row.number,
        column=column,
        value=shortened(row.cells.get(column, "")),
        sentence=sentence,
        remedy=remedy,
        severity=severity,
    )


def _check_new(row: Line, code: object, found: Collection[object]) -> None:
    if code in found:
        sentence = f"« {code} » y est déjà."
        raise _Unfit(_said(row, "", sentence, "Gardez une seule ligne."))


@transaction.atomic
def _stored(
    model: type[models.Model], found: Mapping[object, models.Model], *, dry_run: bool
) -> tuple[int, int]:
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    manager = model._default_manager
    known = {row[0]: row[1:] for row in manager.values_list("pk", *names).iterator()}
    new = [thing for pk, thing in found.items() if pk not in known]
    changed = [
        thing
        for pk, thing in found.items()
        if pk in known and known[pk] != tuple(getattr(thing, name) for name in names)
    ]
    if not dry_run:
        manager.bulk_create(new)
        manager.bulk_update(changed, names, batch_size=500)
    return len(new), len(changed)


def _point(row: Line) -> tuple[CommunePoint, None]:
    code = _needed(row, "code_insee")
    if not COMMUNE.fullmatch(code):
        sentence = "Ce n’est pas un code de commune."
        raise _Unfit(_said(row, "code_insee", sentence, "Écrivez ses cinq signes."))
    latitude, longitude = _degrees(row, "lat", 90), _degrees(row, "lon", 180)
    return CommunePoint(code=code, latitude=latitude, longitude=longitude), None


def _degrees(row: Line, column: str, limit: int) -> float:
    try:
        degrees = float(_needed(row, column).replace(",", "."))
    except ValueError:
        degrees = math.nan
    if not -limit <= degrees <= limit:  # NaN fails here too
        sentence = f"Ce n’est pas un nombre de degrés entre −{limit} et {limit}."
        raise _Unfit(_said(row, column, sentence, "Corrigez-le, par exemple 50.6366."))
    return degrees


def _zone(row: Line) -> tuple[PriorityZone, RowProblem | None]:
    code = _needed(row, "code_qp")
    department = _needed(row, "departement").zfill(2)  # a spreadsheet drops the zero of 08
    if not ZONE.fullmatch(code):
        sentence = "Ce n’est pas un code de quartier prioritaire."
        raise _Unfit(_said(row, "code_qp", sentence, "Écrivez-le comme QP059001."))
    codes, unknown = split_names(_needed(row, "communes"), department=department)
    zone = PriorityZone(
        code=code,
        name=_needed(row, "nom_qp"),
        department=department,
        communes=" ".join(codes),
    )
    if not unknown:
        return zone, None
    sentence = f"« {unknown} » n’est pas une commune du département {department}."
    return zone, _said(row, "communes", sentence, "Corrigez son nom.", Severity.WARNING)


def _needed(row: Line, column: str) -> str:
    if text := row.cells.get(column, "").strip():
        return text
    raise _Unfit(_said(row, column, "Cette case est vide.", "Remplissez-la."))
