"""Makes the demo's requests to join and an account that waits to be confirmed, so that the lead of Bhopal has work to do."""

from django.db import transaction

from influencers.models import ConsentNotice, Influencer, JoinRequest
from influencers.services import handles, joins
from network.models import Area, AreaKind

ASKING = [
    ("उमा उदाहरण", "https://www.youtube.com/@samvad_demo_uma", ["briefs", "coverage"]),
    ("किशोर काल्पनिक", "https://www.instagram.com/samvad_demo_kishor/", ["briefs"]),
    ("नसीम नमूना", "https://x.com/samvad_nasim", ["briefs", "coverage", "naming"]),
]


@transaction.atomic
def make() -> int:
    """Three people ask to join in Bhopal, a volunteer shows that an account is their own; return how many ask."""
    district = Area.objects.of_kind(AreaKind.DISTRICT).filter(name_en="Bhopal").first()
    if district is None:
        return 0
    joins.page_of(district)
    notice = ConsentNotice.objects.latest("version")
    for number, (name, profile, purposes) in enumerate(ASKING):
        request = JoinRequest(
            district=district, name_hi=name, profile=profile, purposes=purposes, notice=notice, language="hi"
        )
        request.phone = f"+9199999990{number:02}"
        request.save()
    voice = Influencer.objects.filter(district=district, person__user__isnull=False).first()
    if voice is not None:
        handles.ask_for_code(voice.handles.current().first(), by=voice.person.user)
    return len(ASKING)
