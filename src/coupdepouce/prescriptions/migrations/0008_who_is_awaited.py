"""Who must act is kept on the request; those written before the rule of today get it too."""

from django.db import migrations

from coupdepouce.core.journey.machine import waits_for
from coupdepouce.core.journey.model import NONE, Part

FIELDS = {
    Part.PRESCRIPTION: "state",
    Part.LINE: "line_state",
    Part.COMPUTER: "computer_state",
    Part.TRAINING: "training_state",
}


def fill(apps, schema_editor):
    """Write who is awaited where it differs; it waits since the last thing that happened."""
    alias = schema_editor.connection.alias
    claims = apps.get_model("households", "HardshipClaim").objects.using(alias)
    events = apps.get_model("prescriptions", "JourneyEvent").objects.using(alias)
    claimed = set(claims.filter(approved__isnull=True).values_list("household", flat=True))
    for one in apps.get_model("prescriptions", "Prescription").objects.using(alias).iterator():
        role = waits_for(
            states={part: getattr(one, field) for part, field in FIELDS.items()},
            hardship="waiting" if one.household_id in claimed else NONE,
        )
        awaited = role.value if role else ""
        if awaited == one.waits_for and bool(awaited) == bool(one.waits_since):
            continue
        last = events.filter(prescription=one.pk).order_by("number").last()
        since = one.waits_since or (last.at if last else one.created_at)
        one.waits_for, one.waits_since = awaited, since if awaited else None
        one.save(update_fields=["waits_for", "waits_since"])


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0001_initial"),
        ("prescriptions", "0007_sharing"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
