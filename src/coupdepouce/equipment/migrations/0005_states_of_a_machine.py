"""Where a machine stands is said of a machine: in French, in the feminine."""

from django.db import migrations, models

STATES = [
    ("intake", "à préparer"),
    ("stock", "libre"),
    ("reserved", "réservée"),
    ("handed_over", "remise"),
    ("on_loan", "prêtée"),
    ("repair", "en réparation"),
    ("missing", "manquante"),
    ("scrapped", "recyclée"),
]


class Migration(migrations.Migration):
    dependencies = [("equipment", "0004_seen_elsewhere")]

    operations = [
        migrations.AlterField(
            model_name="computer",
            name="state",
            field=models.CharField(choices=STATES, default="intake", max_length=12),
        ),
    ]
