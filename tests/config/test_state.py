"""The made-up state: the same for the same seed, whole in both hierarchies, and never among real people."""

import pytest
from django.core.management import CommandError, call_command

from config import state
from network.models import Appointment, Area, AreaFigures, Person
from tests import factories


@pytest.fixture
def small(monkeypatch):
    for name, value in {
        "BLOCKS": 1,
        "PANCHAYATS": 2,
        "TOWNS": 1,
        "WARDS": 1,
        "BOOTHS": 1,
        "WARD_BOOTHS": 1,
        "MANDALS": 1,
    }.items():
        monkeypatch.setattr(state, name, value)


def test_a_state_is_whole_and_counted(db, small, settings, capsys):
    settings.DEMO = True

    call_command("make_state", people=40, appointments=60)

    booth = Area.objects.of_kind("booth").first()
    figures = AreaFigures.objects.get(area__kind="state")
    assert Area.objects.of_kind("booth").count() == 55 * 3
    assert booth.electoral_path == booth.electoral_path_under(booth.electoral_parent)
    assert [area.kind for area in Area.objects.electorally_above(booth)] == ["state", "lok_sabha", "assembly", "mandal"]
    assert (Person.objects.filter(is_fictional=True).count(), figures.people) == (40, 40)
    assert (Appointment.objects.count(), figures.filled) == (60, 60)
    assert "60/60" in capsys.readouterr().out


def test_a_state_is_made_in_a_demo_without_real_people_only(party, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("make_state", people=1, appointments=1)
    settings.DEMO = True
    factories.make_person(party.district)
    with pytest.raises(CommandError):
        call_command("make_state", people=1, appointments=1)
