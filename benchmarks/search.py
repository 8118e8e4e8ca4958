"""Search by name in 30,000 areas and 30,000 people, within a scope, against the same query without its index."""

import random

from django.db import connection

from benchmarks.timing import milliseconds
from network.models import Area, AreaKind, Person, User
from network.rights import Feature
from network.services import areas

TYPED = ["Sehore", "sihor", "सीहोर", "सिहोर", "raj", "शर्मा", "vishwakarma", "पिपरिया", "khe", "gwalyor"]
SIGNS = "अआइउकखगचजटडतदनपबमयरलवसह"
VOWELS = ["", "ा", "ि", "ी", "ु", "े", "ो", "ं"]
ENDINGS = ["पुर", "गढ़", "खेड़ा", "पिपरिया", "नगर", "गाँव", "वाड़ा"]
FAMILY = ["शर्मा", "वर्मा", "विश्वकर्मा", "उइके", "यादव", "पटेल", "मालवीय", "राजपूत"]
MOST_MS = 50


def run(count: int) -> None:
    """Print the milliseconds of each search in the database, and the ratio to reading the whole table."""
    _prepare(count)
    user = User.objects.create(username="benchmark", is_superuser=True)
    for model, feature in ((Area, Feature.AREA_VIEW), (Person, Feature.PEOPLE_VIEW)):
        rows = model.objects.visible_to(user, feature)
        ours = [milliseconds(lambda text=text, rows=rows: rows.find(text, most=10), runs=5) for text in TYPED]
        with connection.cursor() as cursor:
            cursor.execute("SET enable_bitmapscan = off")
        whole = [milliseconds(lambda text=text, rows=rows: rows.find(text, most=10), runs=5) for text in TYPED]
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_bitmapscan")
        print(
            f"first 10 of {model.objects.count()} {model._meta.model_name} rows for {len(TYPED)} searches:\n"
            f"    slowest {max(ours):6.1f} ms (at most {MOST_MS})   mean {sum(ours) / len(ours):6.1f} ms   "
            f"without index {sum(whole) / len(whole):6.1f} ms   ratio {sum(ours) / sum(whole):5.2f}",
            flush=True,
        )


def _prepare(count: int) -> None:
    areas.load_seed()
    chance = random.Random(7)
    districts = list(Area.objects.of_kind(AreaKind.DISTRICT))
    places = [_place(chance, districts[number % len(districts)], number) for number in range(count)]
    Area.objects.bulk_create(places, batch_size=2000)
    people = [
        Person(name_hi=f"{_word(chance)} {chance.choice(FAMILY)}", home_area=chance.choice(districts))
        for _ in range(count)
    ]
    Person.objects.bulk_create(people, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE network_area, network_person")


def _place(chance: random.Random, district: Area, number: int) -> Area:
    name = _word(chance) + chance.choice(ENDINGS)
    area = Area(
        kind=AreaKind.PANCHAYAT, code=str(900_000 + number), parent=district, name_hi=name, name_en=f"Place {number}"
    )
    area.path = area.path_under(district)
    return area


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SIGNS) + chance.choice(VOWELS) for _ in range(chance.randrange(2, 4)))
