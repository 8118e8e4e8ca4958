"""Decides when somebody completed a course: they were there when a session was held. Offices and stages may ask for one."""

import datetime
from collections.abc import Iterable
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


def refuse_untrained(influencer: Influencer, stage: str) -> None:
    """Raise RuleBroken when a course is needed for the stage and the person has not completed it. One query, or one a course."""
    for course in Course.objects.filter(needed_for_stage=stage):
        if not attendances.completed_on([influencer.person_id], course.code):
            raise RuleBroken(
                _("The training “%(course)s” comes first.") % {"course": course.title}, code="course_missing"
            )


training_proof.register(CourseProof())
for _stage in Influencer.Stage.values:
    vetting_gate.STAGE_CHECKS.setdefault(_stage, []).append(partial(refuse_untrained, stage=_stage))
