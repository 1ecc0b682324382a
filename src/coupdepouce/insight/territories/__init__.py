"""Questions about territories, one function each, for pages and commands alike.

`loaded(folder)` reads what was kept; `seen(loaded, asked)` ranks; the others start from it. Each
gives frozen data. Needs the "science" extra: without it importing this package is a refusal.
"""

import coupdepouce.core.territory  # noqa: F401  it says what to install, before polars is asked
