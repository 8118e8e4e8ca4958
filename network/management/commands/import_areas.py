"""Imports areas from directory files on this machine: a dry run, or with --write for good."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from network.errors import RuleBroken
from network.import_reasons import reason_texts
from network.models import ImportBatch, ImportRow, User
from network.services import figures, imports


class Command(BaseCommand):
    help = (
        "Import areas from LGD or ECI files, in any order. Without --write nothing is written; every doubt is listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="CSV or Excel files")
        parser.add_argument("--by", required=True, help="the login that imports")
        parser.add_argument("--write", action="store_true", help="enter the areas of the good rows")
        parser.add_argument("--doubtful", action="store_true", help="with --write: enter those of doubtful rows, too")

    def handle(self, *args: object, **options: object) -> None:
        try:
            by = User.objects.get(username=options["by"])
            files = [(path.name, path.read_bytes()) for path in options["files"]]
            batch = imports.run_now(imports.upload(ImportBatch.Kind.AREAS, files=files, by=by))
            if options["write"]:
                ticked = None if options["doubtful"] else []
                batch = imports.run_now(imports.confirm(batch, ticked=ticked, by=by))
                figures.refresh()
        except (User.DoesNotExist, OSError, RuleBroken) as error:
            raise CommandError(str(error)) from error
        counts = dict.fromkeys(ImportRow.Verdict.values, 0)
        for row in batch.rows.iterator(chunk_size=2_000):
            counts[row.verdict] += 1
            if row.reasons and row.verdict in ("doubtful", "refused"):
                self.stdout.write(f"{row.number} {row.verdict}: {' '.join(reason_texts(row.reasons))}")
        self.stdout.write(", ".join(f"{verdict} {count}" for verdict, count in counts.items()))
        self.stdout.write(f"{batch.written_count} areas were written ({batch.code})")
