"""The words of a workshop in any language, where there was English only."""

from typing import Any

from django.db import migrations, models


def gather(apps: Any, schema_editor: Any) -> None:
    """Move the English words."""
    rows = apps.get_model("training", "Workshop").objects.using(schema_editor.connection.alias)
    for row in rows.all():
        words = {"title": row.title_en, "text": row.text_en}
        if any(words.values()):
            row.translations = {"en": words}
            row.save(update_fields=["translations"])


def scatter(apps: Any, schema_editor: Any) -> None:
    """Bring the English words back; the other languages have no place there."""
    rows = apps.get_model("training", "Workshop").objects.using(schema_editor.connection.alias)
    for row in rows.all():
        words = row.translations.get("en", {})
        row.title_en, row.text_en = words.get("title", ""), words.get("text", "")
        row.save(update_fields=["title_en", "text_en"])


class Migration(migrations.Migration):
    """One column for every language."""

    dependencies = [("training", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="workshop",
            name="translations",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(gather, scatter),
        migrations.RemoveField(model_name="workshop", name="title_en"),
        migrations.RemoveField(model_name="workshop", name="text_en"),
    ]
