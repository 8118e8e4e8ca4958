"""Calls with an Idempotency-Key: done once, answered the same, refused for another call."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from network.models import ApiAnswer, ImportBatch, Person
from network.services import api_answers
from tests.world import key_of


def post(user, path: str, body: object, key: str | None = "k-1", *, token: str = ""):
    headers = {"Authorization": f"Token {token or key_of(user)}", "Accept-Language": "en"}
    headers |= {} if key is None else {"Idempotency-Key": key}
    kind = {} if isinstance(body, dict) and "sheet" in body else {"content_type": "application/json"}
    return Client(raise_request_exception=False).post(f"/api/v1/{path}", body, headers=headers, **kind)


def person(party, name: str = "रेखा कल्पित") -> dict[str, str]:
    return {"name_hi": name, "home_area": party.panchayat.path}


def test_the_same_call_with_the_same_key_is_done_once(party, district_lead):
    first = post(district_lead, "people/", person(party))
    again = post(district_lead, "people/", person(party))

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert Person.objects.filter(name_hi="रेखा कल्पित").count() == 1


def test_without_a_key_each_call_is_done(party, district_lead):
    for _ in range(2):
        assert post(district_lead, "people/", person(party), None).status_code == 201
    assert Person.objects.filter(name_hi="रेखा कल्पित").count() == 2


def test_the_key_of_another_call_is_refused(party, district_lead):
    post(district_lead, "people/", person(party))
    answers = [
        post(district_lead, "people/", person(party, "मोहन उदाहरण")),
        post(district_lead, "appointments/", person(party)),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert not Person.objects.filter(name_hi="मोहन उदाहरण").exists()


def test_two_logins_may_use_the_same_key(party, district_lead, state_lead):
    for user in (district_lead, state_lead):
        assert post(user, "people/", person(party)).status_code == 201
    assert Person.objects.filter(name_hi="रेखा कल्पित").count() == 2


def test_a_refusal_is_told_again_too(party, district_lead):
    body = person(party) | {"phone": "12345"}
    answers = [post(district_lead, "people/", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[1].json() == answers[0].json()


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_a_bad_key_is_refused(party, district_lead, key):
    assert post(district_lead, "people/", person(party), key).status_code == 400
    assert not ApiAnswer.objects.exists()


def test_a_file_sent_again_is_taken_once(party, state_lead):
    def body() -> dict[str, object]:
        return {"kind": "people", "sheet": SimpleUploadedFile("list.csv", "नाम,ज़िला\nमोहन,भोपाल\n".encode())}

    answers = [post(state_lead, "imports/", body()) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {202}, answers[0].content
    assert ImportBatch.objects.count() == 1


def test_answers_are_forgotten_after_a_day(party, district_lead):
    post(district_lead, "people/", person(party))
    assert api_answers.forget_old(timezone.now()) == 0
    assert api_answers.forget_old(timezone.now() + api_answers.KEPT) == 1


@pytest.mark.django_db(transaction=True)
def test_of_calls_at_the_same_moment_one_is_done(party, district_lead):
    token, found = key_of(district_lead), []

    def call() -> None:
        try:
            found.append(post(None, "people/", person(party), token=token).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert found == [201] * 6
    assert Person.objects.filter(name_hi="रेखा कल्पित").count() == 1
