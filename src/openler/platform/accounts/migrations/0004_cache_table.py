"""Make the table in which tries and used codes are counted, where all processes see them."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table of Django's database cache; one that exists is left as it is."""
    call_command("createcachetable", "accounts_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Runs after the tables of accounts."""

    dependencies = [("accounts", "0003_signinprovider")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
