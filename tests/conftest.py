"""The cast of every test: a state with two districts, and the people who may see some of it."""

from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from network.models import Area, User
from network.services import offices
from tests import factories, template_database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool, django_db_blocker
) -> None:
    """Django copies the database of this process from a template instead of migrating its own."""
    if django_db_use_migrations:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template_database.ensure(connection)


@dataclass(frozen=True)
class Map:
    """The state of the tests: two divisions with a district each, and a block and a panchayat in the first."""

    state: Area
    division: Area
    district: Area
    block: Area
    panchayat: Area
    neighbour: Area


@pytest.fixture
def party(db) -> Map:
    """The map with the offices that ship with Samvad."""
    offices.load_seed()
    state = factories.make_area("state", "23", name_hi="मध्य प्रदेश", name_en="Madhya Pradesh")
    division = factories.make_area("division", "V390", state, name_hi="भोपाल संभाग", name_en="Bhopal division")
    other = factories.make_area("division", "V407", state, name_hi="इंदौर संभाग", name_en="Indore division")
    district = factories.make_area(
        "district", "390", division, name_hi="भोपाल", name_en="Bhopal", grid_col=4, grid_row=4
    )
    neighbour = factories.make_area("district", "407", other, name_hi="इंदौर", name_en="Indore", grid_col=2, grid_row=5)
    block = factories.make_area("block", "3600", district, name_hi="फंदा", name_en="Phanda")
    panchayat = factories.make_area("panchayat", "120001", block, name_hi="आदमपुर", name_en="Adampur")
    return Map(state, division, district, block, panchayat, neighbour)


@pytest.fixture
def district(party: Map) -> Area:
    return party.district


@pytest.fixture
def neighbour(party: Map) -> Area:
    return party.neighbour


@pytest.fixture
def operator(db) -> User:
    """A superuser: sees everything, holds no office."""
    return factories.make_user("operator", is_superuser=True, is_staff=True)


@pytest.fixture
def state_lead(party: Map, operator: User) -> User:
    return factories.make_office_holder("state_coordinator", party.state, "state-lead")


@pytest.fixture
def content_desk(party: Map, operator: User) -> User:
    """A second person at state level, who clears what the coordinator wrote."""
    return factories.make_office_holder("state_content", party.state, "content-desk")


@pytest.fixture
def district_lead(party: Map, operator: User) -> User:
    return factories.make_office_holder("district_lead", party.district, "district-lead")


@pytest.fixture
def neighbour_lead(party: Map, operator: User) -> User:
    return factories.make_office_holder("district_lead", party.neighbour, "neighbour-lead")


@pytest.fixture
def panchayat_incharge(party: Map, operator: User) -> User:
    return factories.make_office_holder("panchayat_social_media", party.panchayat, "panchayat-incharge")


@pytest.fixture
def volunteer(party: Map) -> User:
    """An influencer of the district's team who signs in."""
    user = factories.make_user("volunteer")
    factories.make_influencer(party.district, user=user)
    return user


@pytest.fixture
def nobody(party: Map) -> User:
    """A login without any office or assignment."""
    return factories.make_user("nobody")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _no_quiet_hours(settings, tmp_path) -> None:
    """Tests run at any hour of the day; those about quiet hours and pace set them themselves. E-mails become files."""
    import datetime

    settings.QUIET_HOURS = (datetime.time(0), datetime.time(0))
    settings.DIGEST_AT, settings.DAILY_CAP, settings.SPREAD_MINUTES = None, 0, 0
    settings.OUTBOX_DIR = tmp_path / "outbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "config.mail.FileOutboxBackend"


@pytest.fixture
def client_of():
    """A signed-in browser for a login; None gives one that is not signed in."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
