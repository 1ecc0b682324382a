"""A request whose line ended and whose other parts are settled waits for the shop, to be closed."""

from django.db import migrations

SETTLED = {
    "line_state": ["ended"],
    "computer_state": ["none", "handed_over", "returned", "declined"],
    "training_state": ["none", "done", "declined"],
}


def give(apps, schema_editor):
    """Give to the shop what waits for a prescriber who can no longer do anything."""
    rows = apps.get_model("prescriptions", "Prescription").objects
    settled = {f"{part}__in": names for part, names in SETTLED.items()}
    rows.using(schema_editor.connection.alias).filter(
        state="accepted", waits_for="prescriber", **settled
    ).update(waits_for="shop_advisor")


class Migration(migrations.Migration):
    dependencies = [("prescriptions", "0010_without_line")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
