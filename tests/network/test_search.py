"""Search: a name is found however it is spelled or sounds, in either script, and only within the scope."""

import csv

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from network.models import Area, Person
from network.rights import Feature
from network.search import search_words, sound_key
from network.services import areas
from tests import factories
from tests.journeys.conftest import BASE_DIR


@pytest.fixture
def tree(db):
    areas.load_seed()


def names(text: str) -> list[str]:
    return [area.name_en for area in Area.objects.find(text, most=10)]


@pytest.mark.parametrize("typed", ["Sehore", "sehore", "sihor", "Sihore", "सीहोर", "सिहोर", "seh", "सीहो"])
def test_every_way_to_write_sehore_finds_it_first(tree, typed):
    assert names(typed)[0] == "Sehore"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Hoshangabad", "Narmadapuram"), ("होशंगाबाद", "Narmadapuram"), ("hoshangabaad", "Narmadapuram"), ("इन्दौर", "Indore"),
     ("indor", "Indore"),
     ("छिन्दवाडा", "Chhindwara"), ("chindwada", "Chhindwara"), ("badwani", "Barwani"), ("gwaliyar", "Gwalior"),
     ("टीकमगढ", "Tikamgarh"), ("agar malva", "Agar Malwa"), ("malwa", "Agar Malwa"), ("nimach", "Neemuch")],
)  # fmt: skip
def test_spellings_former_names_and_near_misses(tree, typed, found):
    assert found in names(typed)[:3]


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "'", "=", "xyzxyz", "a" * 500, "\u200d", "🙂", "\\"])
def test_what_names_nothing_finds_nothing(tree, typed):
    assert names(typed) == []


def test_all_words_have_to_fit(tree):
    assert not Area.objects.search("agar indore").exists()


def test_both_scripts_of_a_district_sound_alike():
    with (BASE_DIR / "network" / "seeds" / "mp_districts.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [(row["name_hi"], row["name_en"]) for row in csv.DictReader(lines)]
    alike = [all(map(lambda hi, en: sound_key(hi) == sound_key(en), *map(str.split, pair))) for pair in pairs]
    assert sum(alike) >= 52, "of 55"


@given(st.text(max_size=60))
def test_any_text_has_words_and_a_key_of_letters(text):
    assert search_words([text]).startswith(" ")
    assert sound_key(text) == "" or sound_key(text).isascii()


def test_people_are_found_in_the_other_script(party, district_lead):
    factories.make_person(party.district, name_hi="वैष्णवी शर्मा", name_en="")
    found = Person.objects.visible_to(district_lead, Feature.PEOPLE_VIEW).find("vaishnavi sharma", most=10)
    assert [person.name_hi for person in found] == ["वैष्णवी शर्मा"]


def test_bulk_rows_are_found_too_and_a_new_name_replaces_the_old(party):
    (person,) = Person.objects.bulk_create([Person(name_hi="राजेश", home_area=party.district)])
    assert Person.objects.find("rajesh", most=1) == [person]
    person.name_hi = "सुनीता"
    person.save()
    assert Person.objects.find("rajesh", most=1) == []
    assert Person.objects.find("sunita", most=1) == [person]


def test_nobody_finds_what_they_may_not_see(party, neighbour_lead, client_of):
    factories.make_person(party.district, name_hi="वैष्णवी", name_en="")
    page = client_of(neighbour_lead).get("/search/", {"q": "vaishnavi"}).content.decode()
    assert "वैष्णवी" not in page
    assert "भोपाल" not in client_of(neighbour_lead).get("/search/", {"q": "bhopal"}).content.decode()


def test_the_page_shows_hits_and_htmx_is_given_the_results_only(party, district_lead, client_of):
    whole = client_of(district_lead).get("/search/", {"q": "फंदा"}).content.decode()
    assert "/areas/block/3600/" in whole
    part = client_of(district_lead).get("/search/", {"q": "phanda"}, headers={"HX-Request": "true"}).content.decode()
    assert "/areas/block/3600/" in part
    assert "<html" not in part


def test_the_trigram_index_is_used(tree):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, params = Area.objects.search("sehore").values("pk")[:10].query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", params)
        assert "area_search" in "\n".join(row[0] for row in cursor.fetchall())
