"""What `coupdepouce data need` and `data check` print."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from coupdepouce.core.territory.data.tables import Tables
    from coupdepouce.core.territory.need.checking import Check, Ranking

SEED = 20_221_231  # whoever loads the same files has the same figures
HEADS = {
    "need_poor": "pauvres", "need_no_line": "sans internet fixe",
    "need_no_computer": "sans ordinateur", "need_far": "éloignés du numérique",
}  # fmt: skip
SUBJECTS = {name.removeprefix("need_"): head for name, head in HEADS.items()}
REGION = "region"
TOO_FEW = (
    "(trop peu) : moins de 50 comparaisons qui ne partagent aucune réponse ; le hasard seul y fait "
    "varier la part couverte, sans qu’un « ± » le dise."
)


def as_rows(estimates: "pl.DataFrame", tables: "Tables") -> list[dict[str, Any]]:
    """Give the regions, each with its figures."""
    from coupdepouce.core.territory.data.model import Level  # noqa: PLC0415  an extra

    names = dict(tables.places[Level.REGION].select("code", "name").iter_rows())
    rows: dict[str, dict[str, Any]] = {}
    for one in estimates.iter_rows(named=True):
        if one["level"] == REGION:
            row = rows.setdefault(one["code"], {"code": one["code"], "name": names[one["code"]]})
            row[one["figure"]] = {key: round(one[key]) for key in ("value", "low", "high")}
    return [rows[code] for code in sorted(rows)]


def region_lines(rows: list[dict[str, Any]]) -> str:
    """Say the share of each region's households, with its interval."""
    heads = "".join(f"{head:>25}" for head in HEADS.values())
    lines = [f"{'région':<28}{'ménages':>12}{heads}"]
    for row in rows:
        homes = max(row["need_households"]["value"], 1)
        shares = (
            [100 * row[name][key] / homes for key in ("value", "low", "high")] for name in HEADS
        )
        told = "".join(
            f"{f'{value:.1f} % [{low:.1f} ; {high:.1f}]':>25}" for value, low, high in shares
        )
        lines.append(f"{row['name']:<28}{homes:>12}{told}")
    return "\n".join(lines)


def check_lines(checks: Iterable["Check"], rankings: Iterable["Ranking"]) -> str:
    """Say every comparison, the ones held out and the ones fitted."""
    head = f"{'comparaison':<48}{'sujet':<23}{'caché':<7}{'n':>5}{'écart':>8}{'sans modèle':>13}"
    lines = [f"{head}{'couverts à 90 %':>24}"]
    for one in checks:
        hidden = "oui" if one.held_out else "non"
        lines.append(
            f"{one.name:<48}{SUBJECTS[one.subject]:<23}{hidden:<7}{one.compared:>5}"
            f"{one.error:>8.2f}{one.plain:>13.2f}{_covered(one):>24}"
        )
    lines.append(TOO_FEW)
    lines.append("Rangs des communes dans chaque région, avec l’indice de fragilité numérique :")
    lines += [
        f"  {SUBJECTS[one.subject]:<23} médiane {one.median:.2f}, de {one.lowest:.2f} à "
        f"{one.highest:.2f} ({one.regions} régions)"
        for one in rankings
    ]
    return "\n".join(lines)


def _covered(one: "Check") -> str:
    share = f"{100 * one.covered:.0f} %"
    if one.by_chance is None:
        return f"{share} (trop peu)"
    return f"{share} ± {200 * one.by_chance:.0f}"
