"""Who must act is kept on the request; those written before the rule of today get it too."""

from django.db import migrations

# The rule as it was that day: the one of today may name other states.
PARTS = ("line_state", "computer_state", "training_state")
AWAITED = {
    "state": {"draft": "prescriber", "issued": "household", "presented": "shop_advisor"},
    "line_state": {
        **dict.fromkeys(("wanted", "available", "ordered", "appointment"), "shop_advisor"),
        **{"failed": "shop_advisor", "late": "prescriber", "suspended": "prescriber"},
    },
    "computer_state": {
        **dict.fromkeys(("wanted", "waiting", "reserved", "on_loan"), "shop_advisor"),
        "ready": "household",
    },
    "training_state": {
        **{"wanted": "shop_advisor", "waiting": "trainer", "attended": "trainer"},
        **dict.fromkeys(("booked", "absent", "excused"), "household"),
    },
}


def awaited_by(one, *, claims):
    if one.state == "draft" and claims:
        return "partner_manager"
    if one.state != "accepted":
        return AWAITED["state"].get(one.state, "")
    waiting = [AWAITED[part].get(getattr(one, part), "") for part in PARTS]
    if one.line_state == "not_available" or "shop_advisor" in waiting:
        return "shop_advisor"
    if one.line_state == "ended":
        return "prescriber"
    return next(filter(None, waiting), "shop_advisor")


def fill(apps, schema_editor):
    """Write who is awaited where it differs; it waits since the last thing that happened."""
    alias = schema_editor.connection.alias
    claims = apps.get_model("households", "HardshipClaim").objects.using(alias)
    events = apps.get_model("prescriptions", "JourneyEvent").objects.using(alias)
    claimed = set(claims.filter(approved__isnull=True).values_list("household", flat=True))
    for one in apps.get_model("prescriptions", "Prescription").objects.using(alias).iterator():
        awaited = awaited_by(one, claims=one.household_id in claimed)
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
