"""Posts that were verified lately are found without reading all others: whom to thank is asked for every daily list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_blogs")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["-judged_at"], condition=models.Q(status="verified"), name="post_verified_lately"
            ),
        )
    ]
