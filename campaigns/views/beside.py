"""Decides what stands beside a brief for who writes on it: the sheet with what was found of it, the files, the cards."""

from campaigns.media_forms import SheetForm
from campaigns.models import Assignment, BriefMedia, OwnDraft
from campaigns.services import compose, media, originality


def beside(assignment: Assignment) -> dict[str, object]:
    """For the page of an assignment; two queries, and two more where the text is much like another one."""
    draft = compose.of_assignment(assignment)
    files = list(media.of_topic(assignment.topic))
    return {
        **sheet(assignment, draft),
        "files": files,
        "has_ai": any(row.is_ai for row in files),
        "pictures": [row for row in files if row.kind == BriefMedia.Kind.PICTURE],
        "card_facts": list(enumerate((fact.text_hi for fact in assignment.topic.brief.facts.all()), 1)),
    }


def sheet(assignment: Assignment, draft: OwnDraft | None, form: SheetForm | None = None) -> dict[str, object]:
    """The sheet itself: its form, and the like parts of the text where it is warned of."""
    return {
        "sheet_form": form or SheetForm(initial={"text": draft.text if draft else ""}),
        "may_write": compose.may_write(assignment),
        "draft": draft,
        "draft_parts": originality.parts(draft) if draft and draft.is_warned else [],
    }
