"""Places validated and deduplicated from a CSV file, against COPY into the same indexed table."""

import csv
import io
import time
from collections.abc import Iterator

from benchmarks import databases
from benchmarks.rows import Row

ROWS, FULL = 100_000, 1_000_000
COLUMNS = (
    "source, source_id, kind, name, address, postcode, commune_code, commune_name, latitude, "
    "longitude, opening_hours, services, labels, access, website, siret, digest, is_open"
)
HEADER = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude",
    "longitude", "site_web", "horaires", "source", "date_maj", "services", "publics_accueillis",
    "conditions_acces", "labels_nationaux", "modalites_accompagnement",
)  # fmt: skip


def measure(*, full: bool) -> Iterator[Row]:
    """Give how many times longer than COPY the import takes."""
    number = FULL if full else ROWS
    data = _file(number)
    with databases.postgres():
        databases.start()
        copied = _copied(number)
        read, kept = _imported(data)
        databases.leave()
    assert kept == number, kept
    told = f"{read / copied:.1f} × ({number / read:.0f} rows/s against {number / copied:.0f})"
    yield Row(f"import of {number:,} places, times COPY", told, "≤ 2 ×", read <= 2 * copied)


def _file(number: int) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADER)
    for at in range(number):
        rows.writerow(
            (
                f"fictif-{at}", "00000000000000", f"Lieu fictif {at}", "Lille", "59000", "59350",
                f"{at} rue Fictive", "50.63", "3.06", "https://exemple.invalid/", "", "fictif",
                "2026-11-20", "Prendre en main un ordinateur", "", "", "", "",
            )
        )  # fmt: skip
    return out.getvalue().encode()


def _copied(number: int) -> float:
    from django.db import connection  # noqa: PLC0415 - needs Django

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE copied (LIKE partners_place INCLUDING ALL)")
        with cursor.copy(f"COPY copied ({COLUMNS}) FROM STDIN") as out:
            for at in range(number):
                out.write_row(
                    (
                        "fictif", f"fictif-{at}", "place", f"Lieu fictif {at}", f"{at} rue Fictive",
                        "59000", "59350", "Lille", 50.63, 3.06, "", '["x"]', "[]", "",
                        "https://exemple.invalid/", "", "a" * 64, True,
                    )
                )  # fmt: skip
    return time.perf_counter() - started


def _imported(data: bytes) -> tuple[float, int]:
    from coupdepouce.connect.places.reading import read_places  # noqa: PLC0415 - needs Django
    from coupdepouce.partners.importing import import_places  # noqa: PLC0415
    from coupdepouce.programmes.commune_names import resolve  # noqa: PLC0415

    started = time.perf_counter()
    report = import_places(rows=read_places(data, name="lieux.csv"), commune_of=resolve)
    return time.perf_counter() - started, report.kept
