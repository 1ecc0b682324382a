"""A file's rows, as text, become figures; a file that is not the one expected is refused."""

import re

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import HIDDEN_MARKS, Figure, Source

SHOWN = 3
YEAR_AT_THE_END = re.compile(r"^(?P<stem>.*?)(?P<year>(?:20)?\d\d)(?P<tail>\D*)$")


def figures_of(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Turn checked rows into one row for a code and a figure; a null value is a hidden one."""
    by_column = {one.column: one for one in source.figures}
    told = pl.col("row_year") if "row_year" in rows.columns else _year(source)
    kept = rows.select(
        pl.col(source.code).alias("code"),
        told.alias("row_year"),
        *(_number(one).alias(one.column) for one in source.figures),
    )
    long = kept.unpivot(list(by_column), index=["code", "row_year"], variable_name="column")
    names = {column: one.name for column, one in by_column.items()}
    years = {column: one.year or source.year for column, one in by_column.items()}
    year = pl.col("column").replace_strict(years, return_dtype=pl.Int16)
    return long.select(
        "code",
        pl.col("column").replace_strict(names, return_dtype=pl.String).alias("figure"),
        pl.coalesce("row_year", year).alias("year"),
        "value",
    )


def checked(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Keep the rows and columns of the source, once sure that they are what we expect.

    Raises:
        Refusal: a column is missing, the year is another, codes are twice there or have lost
            their zeros, a cell is no number.
    """
    _check_columns(rows, source)
    rows = rows.select(pl.col(source.columns).str.strip_chars())
    for column, pattern in source.only:
        rows = rows.filter(pl.col(column).str.contains(pattern))
    if source.repeated_lines:
        rows = rows.unique(maintain_order=True)
    _check_years(rows, source)
    _check_codes(rows, source)
    for one in source.figures:
        _check_numbers(rows, one, source)
    return rows


def _number(one: Figure) -> pl.Expr:
    number = pl.col(one.column).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    if one.empty is None:
        return number
    blank = pl.col(one.column).fill_null("") == ""
    return pl.when(blank).then(pl.lit(one.empty)).otherwise(number)


def _year(source: Source) -> pl.Expr:
    if not source.year_column:
        return pl.lit(None, dtype=pl.Int16)
    return pl.col(source.year_column).str.extract(r"(20\d\d)").cast(pl.Int16)


def _check_columns(rows: pl.DataFrame, source: Source) -> None:
    missing = [name for name in source.columns if name not in rows.columns]
    if not missing:
        return
    for name in missing:
        other = _other_year(name, rows.columns)
        if other:
            raise Refusal(
                "wrong_year",
                f"« {source.file} » porte la colonne « {other} » au lieu de « {name} » : c’est une "
                f"autre année. Prenez l’année {source.year} : {where(source)}.",
                file=source.file,
                column=name,
            )
    raise Refusal(
        "column_missing",
        f"« {source.file} » n’a pas la colonne {_quoted(missing)} : reprenez le fichier tel que "
        f"publié, sans le modifier ({where(source)}).",
        file=source.file,
        columns=missing,
    )


def _other_year(wanted: str, there: list[str]) -> str:
    ours = YEAR_AT_THE_END.match(wanted)
    for name in there if ours else ():
        theirs = YEAR_AT_THE_END.match(name)
        if theirs and ours and _shape(theirs) == _shape(ours):
            return name
    return ""


def _shape(found: re.Match[str]) -> tuple[str, str, int]:
    return found["stem"], found["tail"], len(found["year"])


def _check_years(rows: pl.DataFrame, source: Source) -> None:
    if not source.year_column:
        return
    found = rows.select(_year(source).alias("year"))["year"]
    years = set(found.to_list())
    if None in years or max(years) != source.year:
        last = "une date illisible" if None in years else f"l’année {max(years)}"
        raise Refusal(
            "wrong_year",
            f"« {source.file} » porte {last} dans « {source.year_column} » ; il faut l’année "
            f"{source.year} : {where(source)}.",
            file=source.file,
            column=source.year_column,
        )


def _check_codes(rows: pl.DataFrame, source: Source) -> None:
    codes = rows[source.code]
    if not len(codes):
        raise Refusal(
            "no_rows",
            f"« {source.file} » n’a aucune ligne pour ce niveau : reprenez-le ({where(source)}).",
            file=source.file,
        )
    short = codes.filter(codes.str.contains(rf"^\d{{1,{source.code_length - 1}}}$"))
    if len(short):
        raise Refusal(
            "zeros_lost",
            f"« {source.file} » : le code {_quoted(short.to_list())} a perdu un zéro à gauche. Un "
            "tableur l’a sans doute enregistré : reprenez le fichier tel que publié.",
            file=source.file,
            codes=short.to_list()[:SHOWN],
        )
    _check_twice(rows, source)


def _check_twice(rows: pl.DataFrame, source: Source) -> None:
    by = [source.code, *([source.year_column] if source.year_column else [])]
    twice = rows.filter(pl.struct(by).is_duplicated())[source.code].unique(maintain_order=True)
    if len(twice):
        raise Refusal(
            "duplicate_codes",
            f"« {source.file} » a plusieurs lignes pour le code {_quoted(twice.to_list())} : "
            f"reprenez le fichier tel que publié ({where(source)}).",
            file=source.file,
            codes=twice.to_list()[:SHOWN],
        )


def _check_numbers(rows: pl.DataFrame, one: Figure, source: Source) -> None:
    told = pl.col(one.column).fill_null("").is_in(HIDDEN_MARKS)
    wrong = rows.filter(~told & _number(one).is_null())
    if wrong.height:
        raise Refusal(
            "not_a_number",
            f"« {source.file} », code « {wrong[source.code][0]} » : « {wrong[one.column][0]} » "
            f"n’est pas un nombre dans la colonne « {one.column} ». Corrigez-le, ou reprenez le "
            "fichier tel que publié.",
            file=source.file,
            column=one.column,
        )


def where(source: Source) -> str:
    """Say where the publisher offers the file."""
    return f"{source.publisher}, « {source.title} », {source.page}"


def _quoted(names: list[str]) -> str:
    shown = ", ".join(f"« {name} »" for name in names[:SHOWN])
    return shown + (f" et {len(names) - SHOWN} autres" if len(names) > SHOWN else "")
