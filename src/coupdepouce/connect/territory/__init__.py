"""Published files on the disk, and the tables made from them in Parquet.

Without the libraries of the "science" extra, importing this package is the refusal of the core.
"""

import coupdepouce.core.territory  # noqa: F401  it says what to install, before polars is asked
