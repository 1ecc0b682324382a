"""Cases of a folder laid out as etalab/siade_staging_data: which answer goes to which request."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from coupdepouce.connect.api_particulier.parameters import canonical
from coupdepouce.core.refusal import Refusal

# A value seen twice is a list; order counts, letters' case and zeros in front do not.
Params: TypeAlias = Mapping[str, tuple[str, ...]]

_FOLDER = re.compile("api_particulier_v3_(?:cnav|cnaf_msa)_(.+)_with_(civility|france_connect)")
_LAST_PART = {"civility": "identite", "france_connect": "france_connect"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One published answer and the parameters it wants."""

    file: str
    status: int
    payload: bytes = field(repr=False)
    params: Params = field(repr=False)

    def matches(self, asked: Params) -> bool:
        """Say whether a request carries all that the case asks, whatever else it carries."""
        return all(set(values) <= set(asked.get(name, ())) for name, values in self.params.items())

    @property
    def demands(self) -> int:
        """Count the values the case asks for: three first names ask more than one."""
        return sum(len(values) for values in self.params.values())


def params_of(pairs: Sequence[tuple[str, str]]) -> Params:
    """Gather parameters under the specification's names, in a form that compares."""
    gathered: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if value:
            key = canonical(name)
            gathered[key] = (*gathered.get(key, ()), _comparable(value))
    return gathered


def _comparable(value: str) -> str:
    text = unicodedata.normalize("NFC", value.strip()).casefold()
    return text.lstrip("0") or "0" if text.isdecimal() else text


def best(cases: Sequence[Case], asked: Params) -> Case | None:
    """Choose the most demanding case that matches, then the first by file name; else `None`."""
    matching = [case for case in cases if case.matches(asked)]
    return min(matching, key=lambda case: (-case.demands, case.file), default=None)


def read_folder(folder: Path) -> dict[str, list[Case]]:
    """Read every case, by path of the service.

    Raises:
        Refusal: no folder of an endpoint, or a file that cannot be read, named.
    """
    served: dict[str, list[Case]] = {}
    for directory in sorted(folder.iterdir()) if folder.is_dir() else ():
        if found := _FOLDER.fullmatch(directory.name):
            files = sorted(f for f in directory.iterdir() if f.suffix in {".yaml", ".yml"})
            path = f"/v3/dss/{found[1]}/{_LAST_PART[found[2]]}"
            served.setdefault(path, []).extend(_read(file) for file in files)
    if not served:
        sentence = (
            f"Le dossier « {folder} » ne contient aucun dossier de cas. Attendu, par exemple : "
            "api_particulier_v3_cnav_quotient_familial_with_civility."
        )
        raise Refusal("payloads_missing", sentence, folder=str(folder))
    return served


def _read(file: Path) -> Case:
    try:
        text = file.read_text(encoding="utf-8")
        # As text first: read as YAML 1.1, the commune 01053 is octal and Mr NO is false.
        raw = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text only
        payload, status = raw["payload"], int(raw["status"])
        if not isinstance(payload, str):
            payload = json.dumps(yaml.safe_load(text)["payload"], default=str)
        pairs = [
            (name, item) for name, v in (raw.get("params") or {}).items() for item in _items(v)
        ]
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        yaml.YAMLError,
    ) as error:
        sentence = (
            f"Le cas « {file.parent.name}/{file.name} » est illisible : vérifiez le YAML, "
            f"et les clés params, status et payload. Détail : {_detail(error)}."
        )
        raise Refusal("payload_malformed", sentence, file=str(file)) from None
    return Case(file=file.name, status=status, payload=payload.encode(), params=params_of(pairs))


def _items(value: object) -> list[str]:
    items: list[object] = value if isinstance(value, list) else [value]
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) < len(items):
        raise TypeError("params: a text, a number, or a list of them")
    # A key left empty asks for nothing.
    return [text for text in texts if text not in {"", "~", "null"}]


def _detail(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"ligne {error.problem_mark.line + 1}"
    return str(error)[:120] or type(error).__name__
