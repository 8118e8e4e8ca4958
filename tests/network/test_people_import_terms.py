"""Imports of people: the terms of their offices."""

import datetime

from django.utils import timezone

from network.models import Appointment
from tests import factories
from tests.network.test_people_imports import read, verdicts, written


def test_terms_are_read_from_days_in_many_forms(party, district_lead):
    head = "नाम,ज़िला,ब्लॉक,ग्राम पंचायत,पद,कब से,कब तक\n"
    place = "भोपाल,फंदा,आदमपुर,पंचायत समिति सदस्य"
    text = (
        f"{head}रेखा कल्पित,{place},०१/०४/२०२४,\nमोहन उदाहरण,{place},1 अप्रैल 2025,31.12.2099\n"
        f"सीता मिसाल,{place},32/13/2025,\nगीता मिसाल,{place},2025-04-01,2024-04-01\nनीता मिसाल,{place},2020-01-01,2021-01-01\n"
    )

    batch = written(read(text, district_lead), district_lead)

    terms = (
        Appointment.objects.filter(office__code="panchayat_member").order_by("pk").values_list("starts_on", "ends_on")
    )
    assert list(terms) == [
        (datetime.date(2024, 4, 1), None),
        (datetime.date(2025, 4, 1), datetime.date(2099, 12, 31)),
    ]
    assert [codes for verdict, codes in verdicts(batch) if verdict == "refused"] == [
        ["day_bad"],
        ["term_wrong"],
        ["term_over"],
    ]
    assert [verdict for verdict, _codes in verdicts(read(text, district_lead))][:2] == ["unchanged", "unchanged"]


def test_a_seat_that_was_held_at_the_time_is_not_given_again(party, district_lead):
    former = factories.make_office_holder("panchayat_president", party.panchayat).person.appointments.get()
    former.starts_on, former.ends_on = datetime.date(2023, 1, 1), timezone.localdate()
    former.save()
    head = "नाम,ज़िला,ब्लॉक,ग्राम पंचायत,पद,कब से\n"
    place = "भोपाल,फंदा,आदमपुर,पंचायत समिति अध्यक्ष"

    early = read(f"{head}रेखा कल्पित,{place},01/06/2023\n", district_lead)
    late = written(read(f"{head}रेखा कल्पित,{place},\n", district_lead), district_lead)

    assert verdicts(early) == [("refused", ["office_full"])]
    assert late.written_count == 1
