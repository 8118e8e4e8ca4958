"""The scope at the size of a state: 110,000 areas, 30,000 people; and text paths against ltree for the same questions."""

import random
from collections.abc import Callable

from django.db import connection

from benchmarks.timing import milliseconds
from network.models import Area, AreaKind, Office, Person, User
from network.rights import Feature
from network.services import areas, offices
from network.services.appointments import appoint

BLOCKS, PANCHAYATS, BOOTHS = 6, 75, 3  # in each district, block and panchayat: 99,000 areas and what is above them
LTREE = """
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE TEMPORARY TABLE area_ltree AS SELECT id, text2ltree(replace(trim('/' FROM path), '/', '.')) AS path FROM network_area;
CREATE INDEX ON area_ltree USING gist (path);
CREATE INDEX ON area_ltree USING btree (path);
ANALYZE area_ltree;
"""


def run(people: int) -> None:
    """Print the ratios: scoped against unscoped lists, text paths against ltree."""
    district = _prepare(people)
    lead = _lead_of(district)
    unscoped = milliseconds(lambda: list(Person.objects.order_by("-pk")[:50]))
    scoped = milliseconds(lambda: list(Person.objects.visible_to(lead, Feature.PEOPLE_VIEW).order_by("-pk")[:50]))
    print(f"50 of {people} people, {Area.objects.count()} areas:")
    _say("scoped to a district", scoped, "unscoped", unscoped)
    unscoped = milliseconds(lambda: list(Area.objects.order_by("pk")[:50]))
    scoped = milliseconds(lambda: list(Area.objects.visible_to(lead, Feature.AREA_VIEW).order_by("pk")[:50]))
    _say("50 areas scoped", scoped, "unscoped", unscoped)
    _compare_with_ltree(district)


def _compare_with_ltree(district: Area) -> None:
    label = district.path.strip("/").replace("/", ".")
    with connection.cursor() as cursor:
        cursor.execute(LTREE)

        def ask(query: str, value: object) -> Callable[[], object]:
            return lambda: (cursor.execute(query, [value]), cursor.fetchall())

        text = milliseconds(ask("SELECT count(*) FROM network_area WHERE path LIKE %s", f"{district.path}%"))
        tree = milliseconds(ask("SELECT count(*) FROM area_ltree WHERE path <@ %s::ltree", label))
        _say("everything below a district: text", text, "ltree", tree)
        deep = Area.objects.of_kind(AreaKind.BOOTH).first()
        text = milliseconds(ask("SELECT id FROM network_area WHERE path = ANY(%s)", deep.paths_above()))
        label = deep.path.strip("/").replace("/", ".")
        tree = milliseconds(ask("SELECT id FROM area_ltree WHERE path @> %s::ltree", label))
        _say("everything above a booth: text", text, "ltree", tree)


def _prepare(people: int) -> Area:
    areas.load_seed()
    offices.load_seed()
    level = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code"))
    districts = level
    for kind, size in ((AreaKind.BLOCK, BLOCKS), (AreaKind.PANCHAYAT, PANCHAYATS), (AreaKind.BOOTH, BOOTHS)):
        level = _below(level, kind, size)
    chance = random.Random(7)
    everywhere = [*districts, *chance.sample(level, min(len(level), people))]
    rows = (Person(name_hi="मिसाल", home_area=chance.choice(everywhere)) for _ in range(people))
    Person.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE network_area, network_person")
    return districts[0]


def _below(parents: list[Area], kind: AreaKind, size: int) -> list[Area]:
    rows = []
    for parent in parents:
        for number in range(size):
            area = Area(kind=kind, code=f"{parent.code}{number:02}", parent=parent, name_hi="नमूना", name_en="Namuna")
            area.path = area.path_under(parent)
            rows.append(area)
    return Area.objects.bulk_create(rows, batch_size=5000)


def _lead_of(district: Area) -> User:
    user = User.objects.create(username="benchmark-lead")
    person = Person.objects.create(name_hi="मिसाल", home_area=district, user=user)
    appoint(person, Office.objects.get(code="district_lead"), district, by=None)
    return user


def _say(what: str, ours: float, other: str, theirs: float) -> None:
    print(f"    {what} {ours:7.2f} ms   {other} {theirs:7.2f} ms   ratio {ours / theirs:5.2f}", flush=True)
