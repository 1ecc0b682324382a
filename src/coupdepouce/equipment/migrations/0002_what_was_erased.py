"""An erasure says which serial and which disks it was of; those of before take the machine's."""

from django.db import migrations, models

KINDS = [
    ("taken_in", "est entré à l’atelier"),
    ("tested", "a été testé"),
    ("erased", "a été effacé"),
    ("graded", "a été noté"),
    ("corrected", "a changé de numéro ou de disques"),
    ("stocked", "est entré en stock"),
    ("reserved", "a été réservé"),
    ("freed", "a été libéré"),
    ("sent", "est parti dans un colis"),
    ("received", "est arrivé"),
    ("missing", "manquait"),
    ("found", "a été retrouvé"),
    ("handed_over", "a été remis"),
    ("lent", "a été prêté"),
    ("repair", "est parti en réparation"),
    ("returned", "a été rendu"),
    ("scrapped", "a été recyclé"),
]


def take_the_machine_s(apps, schema_editor):
    """Write on each erasure the serial and the disks of its machine, as they are known today."""
    rows = apps.get_model("equipment", "Erasure").objects.using(schema_editor.connection.alias)
    for one in rows.defer("certificate").select_related("computer").iterator():
        one.serial, one.disks = one.computer.serial, one.computer.disks
        one.save(update_fields=["serial", "disks"])


class Migration(migrations.Migration):
    dependencies = [("equipment", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="serial",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.RunPython(take_the_machine_s, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="movement",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=12),
        ),
    ]
