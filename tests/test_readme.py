"""Every promise of README.md that is not a journey of its own."""

import re
import tomllib

import pytest
import yaml

from config import demo
from influencers.links import canonical_post
from tests.journeys.conftest import BASE_DIR

README = (BASE_DIR / "README.md").read_text(encoding="utf-8")
MAKEFILE = (BASE_DIR / "Makefile").read_text(encoding="utf-8")


def test_every_command_it_names_exists():
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    assert set(re.findall(r"(?:`|^    )make ([a-z]+)", README, re.M)) <= targets
    assert {"run", "test", "lint", "screenshots", "benchmarks"} <= targets


def test_every_file_and_directory_it_names_exists():
    named = set(re.findall(r"\]\(([\w./-]+)\)", README)) | set(
        re.findall(r"`([\w.]+/[\w./]*|[\w]+\.(?:yaml|md))`", README)
    )
    missing = {name for name in named if not name.startswith(("/", ".samvad")) and not (BASE_DIR / name).exists()}
    assert not missing - {"test-screens/"}


def test_the_logins_are_those_of_the_demo():
    table = set(re.findall(r"^\| `([\w-]+)` \|", README, re.M))
    assert table == {login.username for login in demo.logins()}
    assert demo.MEMBER_EMAIL in README


def test_the_sheet_of_the_tour_is_there_and_its_link_is_accepted():
    assert (BASE_DIR / "tests" / "data" / "roster_demo.xlsx").stat().st_size > 10_000
    link = re.search(r"https://x\.com/\S+/status/\d+", README)[0]
    assert canonical_post(link).platform == "x"


@pytest.mark.parametrize("text", re.findall(r"\*\*([^*]+)\*\*", README))
def test_the_hindi_words_it_names_stand_on_the_pages(text):
    assert f'msgstr "{text}"' in (BASE_DIR / "locale" / "hi" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")


def test_the_settings_it_names_exist():
    example = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
    for name in set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+|PORT)\b", README)):
        assert f"{name}=" in example, name


def test_compose_runs_the_parts_that_the_supervisor_runs():
    services = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"db", "broker", "prepare", "web", "worker", "beat"}
    assert services["beat"]["command"][:4] == ["celery", "--app", "config", "beat"]
    dockerfile = (BASE_DIR / "Dockerfile").read_text(encoding="utf-8")
    for app in ("config", "network", "influencers", "campaigns", "templates", "static", "locale"):
        assert f"COPY {app} {app}" in dockerfile


def test_what_the_owner_asked_for_is_pinned_and_used():
    pinned = (BASE_DIR / "requirements.txt").read_text() + (BASE_DIR / "requirements-dev.txt").read_text()
    for name in (
        "Django",
        "djangorestframework",
        "psycopg2-binary",
        "celery",
        "redis",
        "django-filter",
        "pytest-django",
    ):
        assert re.search(rf"^{name}==\d", pinned, re.M), name
    assert "Django==5.2" in pinned
    for line in pinned.splitlines():
        assert not line or line.startswith(("#", "-r ")) or "==" in line
    assert tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["requires-python"] == ">=3.11"


def test_every_package_has_its_reason():
    pinned = (BASE_DIR / "requirements.txt").read_text() + (BASE_DIR / "requirements-dev.txt").read_text()
    reasons = (BASE_DIR / "docs" / "decisions" / "0001-packages.md").read_text(encoding="utf-8")
    for name in re.findall(r"^([\w-]+)==", pinned, re.M):
        assert name in reasons or name == "pytest", name
