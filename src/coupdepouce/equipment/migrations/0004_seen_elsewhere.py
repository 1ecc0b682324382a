"""A machine that a shop scanned while another place has it: that place reads it."""

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
    ("seen", "a été vu dans une autre boutique"),
    ("handed_over", "a été remis"),
    ("lent", "a été prêté"),
    ("repair", "est parti en réparation"),
    ("returned", "a été rendu"),
    ("scrapped", "a été recyclé"),
]


class Migration(migrations.Migration):
    dependencies = [("equipment", "0003_erased_by_donor")]

    operations = [
        migrations.AlterField(
            model_name="movement",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=12),
        ),
    ]
