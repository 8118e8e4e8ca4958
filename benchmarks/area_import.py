"""Import of 100,000 areas from directory files, against bulk inserts of the same rows without judging, preview and paths."""

import csv
import io

from benchmarks.timing import seconds
from network.models import Area, AreaKind, ImportBatch, User
from network.services import areas, imports

BLOCKS, PANCHAYATS, VILLAGES = 6, 60, 4  # in each district, block and panchayat: 330 + 19,800 + 79,200
MOST_SECONDS = 60
ROWS_PER_FILE = 50_000


def run() -> None:
    """Print how long the import takes, for both halves, and the ratio to the plain inserts."""
    areas.load_seed()
    operator = User.objects.create(username="benchmark-import", is_superuser=True)
    files = list(_files())
    batch: list[ImportBatch] = []
    preview = seconds(
        lambda: batch.append(imports.run_now(imports.upload(ImportBatch.Kind.AREAS, files=files, by=operator)))
    )
    before = Area.objects.count()
    confirm = seconds(lambda: imports.run_now(imports.confirm(batch[0], ticked=None, by=operator)))
    made = Area.objects.count() - before
    rows = list(Area.objects.of_kind(AreaKind.VILLAGE).order_by("pk"))
    Area.objects.filter(pk__in=[row.pk for row in rows]).delete()
    floor = seconds(lambda: Area.objects.bulk_create(rows, batch_size=5_000)) * made / len(rows)
    print(
        f"import of {made} areas from {len(files)} files: judged {preview:.1f} s + entered {confirm:.1f} s "
        f"= {preview + confirm:.1f} s (at most {MOST_SECONDS})   plain inserts {floor:.1f} s   "
        f"ratio {(preview + confirm) / floor:.1f}",
        flush=True,
    )


def _files() -> list[tuple[str, bytes]]:
    blocks = [
        (district.code, district.name_en, f"{district.code}{number:02}", f"Block {number}")
        for district in Area.objects.of_kind(AreaKind.DISTRICT).order_by("code")
        for number in range(BLOCKS)
    ]
    panchayats = [
        (code, name, f"{code}{number:02}", f"Panchayat {number}")
        for _district, _name, code, name in blocks
        for number in range(PANCHAYATS)
    ]
    villages = [
        (block, code, name, f"{code}{number}", f"Gaon {number}")
        for block, _name, code, name in panchayats
        for number in range(VILLAGES)
    ]
    yield from _csv("villages", ["Block Code", "GP Code", "GP Name", "Village Code", "Village Name"], villages)
    yield from _csv("panchayats", ["Block Code", "Block Name", "GP Code", "GP Name"], panchayats)
    yield from _csv("blocks", ["District Code", "District Name", "Block Code", "Block Name"], blocks)


def _csv(name: str, headings: list[str], rows: list[tuple]):
    for start in range(0, len(rows), ROWS_PER_FILE - 1):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(headings)
        writer.writerows(rows[start : start + ROWS_PER_FILE - 1])
        yield f"{name}-{start}.csv", text.getvalue().encode()
