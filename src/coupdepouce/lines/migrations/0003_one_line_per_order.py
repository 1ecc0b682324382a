"""An order number belongs to one line; those typed twice are marked, and none is guessed right."""

from django.db import migrations, models
from django.db.models import Count, Q

LONGEST = 40  # what is left of 60 characters once the mark is added


def mark_twins(apps, schema_editor):
    """Mark every line of a number typed twice: the operator's file must not move the wrong one."""
    rows = apps.get_model("lines", "Line").objects.using(schema_editor.connection.alias)
    numbers = rows.exclude(order_number="").values("order_number").annotate(count=Count("pk"))
    for number in numbers.filter(count__gt=1).values_list("order_number", flat=True):
        for line in rows.filter(order_number=number).order_by("pk"):
            line.order_number = f"{number[:LONGEST]} (en double, {line.pk})"
            line.save(update_fields=["order_number"])


class Migration(migrations.Migration):
    dependencies = [("lines", "0002_following")]

    operations = [
        migrations.RunPython(mark_twins, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="line",
            name="order_number",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                condition=Q(("order_number", ""), _negated=True),
                fields=("order_number",),
                name="one_line_per_order",
            ),
        ),
    ]
