"""Addresses that only take forms answer a reader in words, not with an empty page."""


def test_opening_an_address_that_takes_only_forms_says_so_in_the_readers_language(state_lead, client_of):
    client = client_of(state_lead)
    hindi = client.get("/me/data/")
    client.cookies["samvad_language"] = "en"
    english = client.get("/me/data/")

    assert (hindi.status_code, hindi.headers["Allow"]) == (405, "POST")
    assert int(hindi.headers["Content-Length"]) == len(hindi.content)
    assert "<h1>यह पन्ना पते से नहीं खुलता</h1>" in hindi.content.decode()
    assert (english.status_code, english.headers["Allow"]) == (405, "POST")
    assert "<h1>This page can't be opened by its address</h1>" in english.content.decode()


def test_a_program_that_asks_by_another_method_gets_no_page(state_lead, client_of):
    answer = client_of(state_lead).put("/me/data/")

    assert (answer.status_code, answer.content) == (405, b"")
