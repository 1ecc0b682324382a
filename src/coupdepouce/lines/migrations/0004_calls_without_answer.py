"""A call that nobody answers is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lines", "0003_one_line_per_order")]

    operations = [
        migrations.AddField(
            model_name="linecheck",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="linecheck",
            name="tried_on",
            field=models.DateField(null=True),
        ),
    ]
