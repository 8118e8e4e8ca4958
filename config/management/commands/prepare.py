"""Brings database and files up to date before a start: migrations, shipped facts, static files, the demo."""

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.services import calendar_kinds, calendar_seed
from config import database_role, statics
from config.management.commands import messages
from influencers.services import consents, courses, rosters, rubrics
from network.models import Area, AreaKind
from network.origins import came_from
from network.services import areas, figures, offices


class Command(BaseCommand):
    help = (
        "Bring everything up to date: migrate the database, load what ships with Samvad (the area tree of Madhya Pradesh, "
        "offices, calendar days, consent notice, rubric), collect the static files and, with DEMO on and nobody entered yet, "
        "make the demo network. What is up to date is left alone, so it is safe to run at any time."
    )

    def handle(self, *args: object, **options: object) -> None:
        if self._migrate():
            self.stdout.write("prepare: the database is migrated")
        with came_from("command", "prepare"):
            self._fill()
        if not database_role.grant(settings.DATABASE_APP_ROLE):
            self.stdout.write("prepare: one database role for everything; set DATABASE_OWNER_URL to have two")

    def _fill(self) -> None:
        if not Area.objects.of_kind(AreaKind.STATE).exists():
            self._load_facts()
        if not Area.objects.of_kind(AreaKind.ASSEMBLY).exists():
            self.stdout.write(f"prepare: {areas.load_seats()} assembly seats are loaded")
        if loaded := offices.load_seed():
            self.stdout.write(f"prepare: {loaded} offices are loaded")
        if loaded := courses.load_seed():
            self.stdout.write(f"prepare: {loaded} courses are loaded")
        rubrics.load_seed()
        self._fill_calendar()
        if messages.compile_if_older():
            self.stdout.write("prepare: the Hindi catalogue is compiled")
        if statics.collect():
            self.stdout.write("prepare: static files are collected")
        if settings.DEMO:
            call_command("make_demo", if_empty=True, stdout=self.stdout)
        figures.refresh()

    def _fill_calendar(self) -> None:
        calendar_kinds.load_seed()
        for state in Area.objects.of_kind(AreaKind.STATE):
            calendar_seed.bring_up_to_date(state)

    def _migrate(self) -> bool:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        call_command("migrate", interactive=False, verbosity=0)
        return True

    def _load_facts(self) -> None:
        self.stdout.write(f"prepare: {areas.load_seed()} districts are loaded")
        rosters.open_for_all_districts()
        consents.load_seed()
        days = calendar_seed.load(Area.objects.of_kind(AreaKind.STATE).get())
        self.stdout.write(f"prepare: {days} days of the calendar are loaded")
