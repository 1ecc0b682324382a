"""Choose a territory and its sites, on figures whose source and confidence are known.

Needs the libraries of the "science" extra, which the rest of the product does without: importing
this package where they are missing is a refusal that says what to install.
"""

from importlib.util import find_spec

from coupdepouce.core.refusal import Refusal

MISSING = tuple(name for name in ("numba", "numpy", "polars", "scipy") if find_spec(name) is None)

if MISSING:
    raise Refusal(
        "science_missing",
        "Le choix du territoire demande des bibliothèques de calcul qui ne sont pas installées "
        f"({', '.join(MISSING)}) : lancez « make science », "
        "ou « pip install 'coupdepouce[science]' ».",
        missing=MISSING,
    )
