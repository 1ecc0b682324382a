"""An order number is written one way: capitals without spaces; those that meet are marked."""

from collections import defaultdict

from django.db import migrations

LONGEST = 40  # what is left of 60 characters once the mark is added
MARK = " (en double, "


def as_one(number):
    """Write a number as it is compared from now on; a capital of two letters might not fit."""
    capitals = ((one.upper(), one) for one in "".join(number.split()))
    return "".join(capital if len(capital) == 1 else one for capital, one in capitals)


def write_one_way(apps, schema_editor):
    """Rewrite the numbers, and mark the lines that had one number in two ways: none is guessed."""
    database = schema_editor.connection.alias
    lines = apps.get_model("lines", "Line").objects.using(database)
    same = defaultdict(list)
    for line in lines.exclude(order_number="").order_by("pk").iterator():
        if MARK not in line.order_number:
            same[as_one(line.order_number)].append(line)
    for number, some in same.items():
        for line in some:
            written = f"{number[:LONGEST]}{MARK}{line.pk})" if len(some) > 1 else number
            if line.order_number != written:
                line.order_number = written
                line.save(update_fields=["order_number"])
    # Rows that were kept name their order too: they are forgotten by that name.
    reports = apps.get_model("lines", "LineReport").objects.using(database)
    numbers = reports.exclude(order_number="").values_list("order_number", flat=True)
    for number in list(numbers.distinct().order_by("order_number")):
        if as_one(number) != number:
            reports.filter(order_number=number).update(order_number=as_one(number))


class Migration(migrations.Migration):
    dependencies = [("lines", "0005_order_corrections")]

    operations = [migrations.RunPython(write_one_way, migrations.RunPython.noop)]
