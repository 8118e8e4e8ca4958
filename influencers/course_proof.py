"""Decides when somebody completed a course: they were there when a session was held. Offices and stages may ask for one."""

import datetime
from collections.abc import Iterable, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from influencers import vetting_gate
from influencers.models import Course, Influencer
from influencers.services import attendances
from network import training_proof
from network.errors import RuleBroken


class CourseProof:
    """What the network may ask of courses; offices name them by their codes."""

    def title(self, course: str) -> str | None:
        """What the course is called in the reader's language; None for one that is not known."""
        found = Course.objects.filter(code=course).first()
        return found.title if found else None

    def completed_on(self, people: Iterable[int], course: str) -> dict[int, datetime.date]:
        """By person the latest day on which they completed it."""
        return attendances.completed_on(people, course)


def untrained(influencers: Sequence[Influencer], stage: str) -> dict[int, RuleBroken]:
    """Who has not completed a course that the stage needs. One query, and one more for each course."""
    refusals: dict[int, RuleBroken] = {}
    people = [influencer.person_id for influencer in influencers]
    for course in Course.objects.filter(needed_for_stage=stage):
        done = attendances.completed_on(people, course.code)
        words = _("The training “%(course)s” comes first.") % {"course": course.title}
        missing = [influencer for influencer in influencers if influencer.person_id not in done]
        refusals |= {influencer.pk: RuleBroken(words, code="course_missing") for influencer in missing}
    return refusals


training_proof.register(CourseProof())
for _stage in Influencer.Stage.values:
    vetting_gate.STAGE_CHECKS[_stage].append(partial(untrained, stage=_stage))
