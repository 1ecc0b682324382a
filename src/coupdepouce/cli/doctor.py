"""`coupdepouce doctor`: say what works on this machine and what is still to do."""

from collections.abc import Callable
from dataclasses import dataclass

import typer

from coupdepouce.cli.start import start
from coupdepouce.core.refusal import Refusal

HELP = """Vérifier l’installation : clés, base, tables, programme, lieux.

Chaque ligne dit « ok », « À SAVOIR », ou « À FAIRE » avec le remède. Le code de sortie est 1
s’il manque quelque chose.

Exemple : coupdepouce doctor
"""

LAST_JOURNALS = 1000
TO_DO = "À FAIRE"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to look at; `find` gives what to say of it, or nothing when all is well."""

    name: str
    find: Callable[[], str]
    only_says: bool = False  # it works so: good to know, nothing to do


def doctor() -> None:
    """Print a line for each thing that must work."""
    try:
        start()
    except Refusal as refusal:
        _print("réglages", refusal.sentence)
        raise typer.Exit(1) from None
    remedies = []
    for check in CHECKS:
        remedy = check.find()
        _print(check.name, remedy, mark="À SAVOIR" if check.only_says else TO_DO)
        if check.only_says:
            continue
        remedies.append(remedy)
        if remedy and check.name in STOPS:
            break  # what follows needs it: one remedy at a time
    if any(remedies):
        raise typer.Exit(1)


def _print(name: str, remedy: str, *, mark: str = TO_DO) -> None:
    typer.echo(f"{mark:8} {name} : {remedy}" if remedy else f"ok       {name}")


def _keys() -> str:
    from coupdepouce.accounts.sealing import seal, unseal  # noqa: PLC0415

    try:
        opened = unseal(seal("essai"))
    except ValueError:
        opened = ""
    if not opened:
        return "COUPDEPOUCE_FIELD_KEYS ne chiffre pas : remettez une clé Fernet."
    return _voucher_keys()


def _voucher_keys() -> str:
    from coupdepouce.prescriptions.seals import public_keys  # noqa: PLC0415

    try:
        return "" if public_keys() else "COUPDEPOUCE_VOUCHER_KEYS est vide."
    except Refusal as refusal:
        return refusal.sentence


def _database() -> str:
    from django.db import DatabaseError, connection  # noqa: PLC0415

    try:
        connection.ensure_connection()
    except DatabaseError:
        return "elle ne répond pas : vérifiez COUPDEPOUCE_DATABASE_URL."
    return ""


def _tables() -> str:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (
        f"il manque {len(waiting)} migrations : lancez « coupdepouce migrate »." if waiting else ""
    )


def _cache() -> str:
    from django.core.cache import cache  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        cache.set("doctor", "ok", timeout=1)
    except DatabaseError:
        return "la table manque : lancez « coupdepouce migrate »."
    return ""


def _programme() -> str:
    from coupdepouce.programmes.queries import current_programme  # noqa: PLC0415

    try:
        current_programme()
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _places() -> str:
    from coupdepouce.partners.queries import count_places  # noqa: PLC0415

    if count_places():
        return ""
    return "il n’y en a aucun : lancez « coupdepouce import places FICHIER »."


def _points() -> str:
    from coupdepouce.programmes.queries import count_points  # noqa: PLC0415

    if count_points():
        return ""
    return "il n’y en a aucun : lancez « coupdepouce import communes FICHIER »."


def _journal() -> str:
    from coupdepouce.prescriptions.events import broken_journals  # noqa: PLC0415

    broken = broken_journals(most=LAST_JOURNALS)
    if not broken:
        return ""
    return f"des événements ont été changés ou effacés : comparez avec une copie ({broken[0]})."


def _channels() -> str:
    from coupdepouce.outreach.channels import check_channels  # noqa: PLC0415

    try:
        check_channels()
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _length() -> str:
    from django.conf import settings  # noqa: PLC0415

    from coupdepouce.outreach.queries import dearer_here  # noqa: PLC0415

    dearer = [f"{template} ({language})" for template, language in dearer_here()]
    if not dearer:
        return ""
    return (
        f"l’adresse du site est longue ({settings.SITE_URL}). "
        f"Avec elle, ces textes prennent un SMS de plus : {', '.join(dearer)}."
    )


def _second_look() -> str:
    from coupdepouce.recourse.queries import second_lookers  # noqa: PLC0415

    if second_lookers() > 1:
        return ""
    return (
        "il faut deux personnes pour répondre deux fois à une réclamation : "
        "nommez un autre responsable du programme, ou un administrateur."
    )


def _both_sides() -> str:
    from coupdepouce.partners.queries import count_on_both_sides  # noqa: PLC0415

    if not (count := count_on_both_sides()):
        return ""
    return (
        f"{count} : qui prescrit ne reçoit pas les bons et ne conduit pas le programme. "
        "Fermez un des deux rôles de chaque personne."
    )


CHECKS = (
    Check(name="clés", find=_keys),
    Check(name="envoi des messages", find=_channels),
    Check(name="longueur des SMS", find=_length, only_says=True),
    Check(name="base", find=_database),
    Check(name="tables", find=_tables),
    Check(name="cache partagé", find=_cache),
    Check(name="programme", find=_programme),
    Check(name="deuxième regard", find=_second_look, only_says=True),
    Check(name="personnes des deux côtés", find=_both_sides, only_says=True),
    Check(name="lieux et boutiques", find=_places),
    Check(name="points des communes", find=_points),
    Check(name="journal des derniers dossiers", find=_journal),
)
STOPS = frozenset({"base", "tables"})
