"""`coupdepouce check`: judge facts from a file."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from coupdepouce.cli.files import read_programme, read_text
from coupdepouce.core import money
from coupdepouce.core.eligibility import Answer, Reason, Verdict, judge, read_facts
from coupdepouce.core.eligibility.routes import RULES
from coupdepouce.core.household.budget import Saving
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.vocabulary import PROOFS
from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes import communes

HELP = """Juger les faits d’un ménage, ou d’une liste de ménages.

Le fichier contient un objet JSON ou une liste d’objets. « - » lit l’entrée standard.

Exemple : coupdepouce check menages.json --json
"""

ANSWERS = {
    Answer.YES: "Vous y avez droit.",
    Answer.NO: "Vous n’y avez pas droit aujourd’hui.",
    Answer.NOT_YET: "On ne peut pas encore répondre.",
}
LABELS = {rule.asks: rule.label for rule in RULES} | {rule.name: rule.label for rule in RULES}


def check(
    facts: Annotated[str, typer.Argument(metavar="FACTS.json", help="Les faits à juger.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire les décisions en JSON.")] = False,
    programme: Annotated[
        str | None, typer.Option(metavar="FILE", help="Le programme ; sinon celui livré.")
    ] = None,
) -> None:
    """Judge the facts of a file and print one verdict, or a list in the same order.

    Raises:
        Refusal: a fact is malformed; nothing is printed.
    """
    rules = read_programme(programme)
    written = _from_json(read_text(facts))
    households = written if isinstance(written, list) else [written]
    verdicts = _judge_all(households, rules)
    if as_json:
        data = [verdict.as_data() for verdict in verdicts]
        shown = data if isinstance(written, list) else data[0]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        typer.echo(_sheet(verdicts, rules))


def _from_json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise Refusal(
            "json_invalid",
            f"Ligne {error.lineno}, colonne {error.colno} : ce n’est pas du JSON."
            " Vérifiez les guillemets et les virgules.",
        ) from None
    except (ValueError, RecursionError):
        raise Refusal(
            "json_invalid", "Ce JSON ne se lit pas : un nombre trop long, ou trop de niveaux."
        ) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = _Read(pairs)
    keys = [key for key, _ in pairs]
    read.twice = next((key for key in keys if keys.count(key) > 1), "")
    return read


class _Read(dict[str, object]):
    """An object as it was written: JSON would keep the last of two equal keys in silence."""

    twice = ""


def _refuse_twice(read: object, *, index: int) -> None:
    if isinstance(read, _Read) and read.twice:
        raise Refusal(
            "fact_malformed",
            f"[{index}].{read.twice} : cette clé y est deux fois, gardez-en une.",
            index=index,
            key=read.twice,
        )
    inside = read.values() if isinstance(read, dict) else read if isinstance(read, list) else ()
    for one in inside:
        _refuse_twice(one, index=index)


def _judge_all(households: list[object], rules: Programme) -> list[Verdict]:
    for index, household in enumerate(households):
        _refuse_twice(household, index=index)
    everyone = [
        read_facts(household, index=index, commune_exists=communes.exists)
        for index, household in enumerate(households)
    ]
    territory = communes.within(rules.territory)
    return [judge(facts, rules, territory=territory) for facts in everyone]


def _sheet(verdicts: list[Verdict], rules: Programme) -> str:
    blocks = ["\n".join(_lines(verdict, rules)) for verdict in verdicts]
    if len(blocks) > 1:
        blocks = [f"Ménage {number}\n{block}" for number, block in enumerate(blocks, start=1)]
    return "\n\n".join(blocks) or "Aucun ménage dans ce fichier."


def _lines(verdict: Verdict, rules: Programme) -> Iterator[str]:
    yield ANSWERS[verdict.answer]
    for reason in verdict.reasons:
        yield f"Pourquoi : {reason.sentence()}{_mark(reason, rules)}"
    if verdict.missing:
        yield f"Il manque : {', '.join(LABELS[fact] for fact in verdict.missing)}."
    if verdict.to_bring:
        yield f"À apporter : {' ou '.join(PROOFS[kind].label for kind in verdict.to_bring)}."
    if verdict.other_routes:
        yield f"Autre route : {', '.join(LABELS[route] for route in verdict.other_routes)}."
    if verdict.saving:
        yield _saved(verdict.saving)


def _mark(reason: Reason, rules: Programme) -> str:
    """Mark a sentence whose figures have no verified source: staff see it, households do not."""
    return "" if all(map(rules.printable, reason.figures)) else " (chiffre à vérifier)"


def _saved(saving: Saving) -> str:
    amount = money.in_euros(abs(saving.per_month))
    return {
        "paid_less": f"Économie : vous gardez {amount} par mois.",
        "same_price": "Économie : le prix est le même qu’aujourd’hui.",
        "pays_more": f"Attention : vous paieriez {amount} de plus par mois.",
        "access_gained": "Vous n’avez pas de ligne aujourd’hui : vous en gagnez une.",
    }[saving.kind]
