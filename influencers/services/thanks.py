"""Thanks: the certificate of one volunteer, made of their own verified posts."""

import datetime
from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext, ngettext, override

from influencers.certificates import CertificateKind, certificate
from influencers.models import Influencer
from influencers.thanks import Month


def certificate_for(influencer: Influencer, months: Sequence[Month], *, on: datetime.date) -> bytes:
    """The certificate of thanks as PDF, in Hindi and English: how many posts in which time, in whose team."""
    lines = {language: _lines(influencer, months, language) for language in ("hi", "en")}
    person = influencer.person
    number = f"{influencer.code.upper()}-{on:%Y%m%d}"
    return certificate(
        CertificateKind.THANKS, person.name_hi, person.name_en, lines["hi"], lines["en"], number=number, on=on
    )


def _lines(influencer: Influencer, months: Sequence[Month], language: str) -> list[str]:
    count = sum(month.post_count for month in months)
    with override(language):
        first, last = (formats.date_format(months[place].begins_on, "YEAR_MONTH_FORMAT") for place in (0, -1))
        posts = ngettext(
            "with heartfelt thanks for %(count)s post in their own words",
            "with heartfelt thanks for %(count)s posts in their own words",
            count,
        ) % {"count": formats.number_format(count)}
        time = gettext("written in %(month)s") % {"month": first}
        if first != last:
            time = gettext("written from %(first)s to %(last)s") % {"first": first, "last": last}
        team = gettext("Social-media team, district %(district)s") % {"district": influencer.district.name}
    return [posts, time, team]
