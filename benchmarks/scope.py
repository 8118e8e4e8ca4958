"""The scope at the size of a state: 110,000 areas, 30,000 people; and text paths against ltree for the same questions."""

from collections.abc import Callable

from django.db import connection

from benchmarks.timing import milliseconds, seconds
from config.state import StateMaker
from network.models import Area, AreaKind, Office, Person, User
from network.rights import Feature
from network.services import figures
from network.services.appointments import appoint

LTREE = """
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE TEMPORARY TABLE area_ltree AS SELECT id, text2ltree(replace(trim('/' FROM path), '/', '.')) AS path FROM network_area;
CREATE INDEX ON area_ltree USING gist (path);
CREATE INDEX ON area_ltree USING btree (path);
ANALYZE area_ltree;
"""


def run(people: int) -> None:
    """Print the ratios: scoped against unscoped lists, text paths against ltree."""
    district = prepare(people)
    lead = lead_of(district)
    unscoped = milliseconds(lambda: list(Person.objects.order_by("-pk")[:50]))
    scoped = milliseconds(lambda: list(Person.objects.visible_to(lead, Feature.PEOPLE_VIEW).order_by("-pk")[:50]))
    print(f"50 of {people} people, {Area.objects.count()} areas:")
    _say("scoped to a district", scoped, "unscoped", unscoped)
    whole = milliseconds(lambda: list(Person.objects.order_by("name_hi", "pk")[:50]))
    part = milliseconds(
        lambda: list(Person.objects.visible_to(lead, Feature.PEOPLE_VIEW).order_by("name_hi", "pk")[:50])
    )
    _say("by name, scoped", part, "unscoped", whole)
    counted = milliseconds(lambda: Person.objects.visible_to(lead, Feature.PEOPLE_VIEW).count())
    _say("counted, scoped", counted, "unscoped", milliseconds(Person.objects.count))
    unscoped = milliseconds(lambda: list(Area.objects.order_by("path")[:50]))
    scoped = milliseconds(lambda: list(Area.objects.visible_to(lead, Feature.AREA_VIEW).order_by("path")[:50]))
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


def prepare(people: int) -> Area:
    maker = StateMaker()
    took = seconds(lambda: maker.make(people=people, appointments=2 * people))
    print(
        f"a state of {Area.objects.count()} areas, {people} people, {2 * people} appointments: {took:.0f} s (at most 300)"
    )
    print(f"    counted anew, all areas: {seconds(figures.refresh):.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE network_area, network_person, network_appointment")
    return Area.objects.of_kind(AreaKind.DISTRICT).order_by("code").first()


def lead_of(district: Area) -> User:
    user = User.objects.create(username="benchmark-lead")
    person = Person.objects.create(name_hi="मिसाल", home_area=district, user=user)
    appoint(person, Office.objects.get(code="district_lead"), district, by=None)
    return user


def _say(what: str, ours: float, other: str, theirs: float) -> None:
    print(f"    {what} {ours:7.2f} ms   {other} {theirs:7.2f} ms   ratio {ours / theirs:5.2f}", flush=True)
