"""Whoever was of the staff before papers had members stays a member of all of them; new accounts are given theirs."""

from django.conf import settings
from django.db import migrations


def let_them_in(apps, schema_editor):
    membership = apps.get_model("issues", "Membership")
    users = apps.get_model(*settings.AUTH_USER_MODEL.split("."))
    staff = users.objects.filter(is_staff=True, is_superuser=False, paper_memberships__isnull=True)
    membership.objects.bulk_create([membership(user=user) for user in staff])


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0006_members_and_frames'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Backwards the table goes with the migration before this one.
    operations = [migrations.RunPython(let_them_in, migrations.RunPython.noop)]
