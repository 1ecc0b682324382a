"""An erasure that the donor made before the machine came is told from the workshop's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("equipment", "0002_what_was_erased")]

    operations = [
        migrations.AddField(
            model_name="erasure", name="is_by_donor", field=models.BooleanField(default=False)
        ),
    ]
