"""An order number is written one way: capitals without spaces; those that meet are marked."""

from collections import defaultdict
from itertools import islice

from django.db import migrations

LONGEST = 40  # what is left of 60 characters once the mark is added
MARK = " (en double, "
AT_ONCE = 500


def as_one(number):
    """Write a number as it is compared from now on; a capital of two letters might not fit."""
    capitals = ((one.upper(), one) for one in "".join(number.split()))
    return "".join(capital if len(capital) == 1 else one for capital, one in capitals)


def write_one_way(apps, schema_editor):
    """Rewrite the numbers, and mark the lines that had one number in two ways: none is guessed."""
    database = schema_editor.connection.alias
    lines = apps.get_model("lines", "Line").objects.using(database)
    same = defaultdict(list)
    for line, number in _numbered(lines):
        if MARK not in number:
            same[as_one(number)].append((line, number))
    _save(lines, _one_way(same))
    # Rows that were kept name their order too: they are forgotten by that name.
    reports = apps.get_model("lines", "LineReport").objects.using(database)
    _save(reports, ((row, as_one(number), number) for row, number in _numbered(reports)))


def _numbered(rows):
    numbered = rows.exclude(order_number="").order_by("pk")
    return numbered.values_list("pk", "order_number").iterator()


def _one_way(same):
    for number, some in same.items():
        for line, before in some:
            marked = f"{number[:LONGEST]}{MARK}{line})"
            yield line, marked if len(some) > 1 else number, before


def _save(rows, changes):
    """Write what changed by primary key: a number has no index yet."""
    changed = ((one, number) for one, number, before in changes if number != before)
    while some := list(islice(changed, AT_ONCE)):
        written = [rows.model(pk=one, order_number=number) for one, number in some]
        rows.bulk_update(written, ["order_number"])


class Migration(migrations.Migration):
    dependencies = [("lines", "0005_order_corrections")]

    operations = [migrations.RunPython(write_one_way, migrations.RunPython.noop)]
