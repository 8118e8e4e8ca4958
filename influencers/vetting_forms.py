"""Forms of vetting: the card of a reviewer, criterion by criterion, and the choice of prospects to compare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from influencers.models import Criterion
from influencers.models.vetting import MOST_POINTS

POINTS = [(str(points), str(points)) for points in range(MOST_POINTS + 1)]


@dataclass(frozen=True)
class Row:
    """One criterion of the form with its fields and what is wrong with them."""

    criterion: Criterion
    points: forms.BoundField
    reason: forms.BoundField
    links: forms.BoundField
    errors: Sequence[object]


class CardForm(forms.Form):
    """Points, reason and links for each criterion; nothing is required while it is a draft."""

    def __init__(
        self,
        *args: object,
        criteria: Sequence[Criterion],
        draft: Mapping[str, Mapping[str, object]],
        problems: Mapping[str, Sequence[object]] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.problems = criteria, problems or {}
        for criterion in criteria:
            self._add(criterion, draft.get(criterion.code, {}))

    def _add(self, criterion: Criterion, entry: Mapping[str, object]) -> None:
        points = entry.get("points")
        self.fields[f"{criterion.code}-points"] = forms.ChoiceField(
            label=_("Points"),
            choices=POINTS,
            widget=forms.RadioSelect,
            required=False,
            initial=None if points is None else str(points),
        )
        self.fields[f"{criterion.code}-reason"] = forms.CharField(
            label=_("Reason"),
            max_length=500,
            required=False,
            initial=entry.get("reason", ""),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"{criterion.code}-links"] = forms.CharField(
            label=_("Links, one on each line"),
            max_length=2_000,
            required=False,
            initial="\n".join(entry.get("links", [])),
            widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url", "spellcheck": "false"}),
        )

    def rows(self) -> Iterator[Row]:
        """The criteria with their fields, in the order of the rubric."""
        for criterion in self.criteria:
            fields = [self[f"{criterion.code}-{name}"] for name in ("points", "reason", "links")]
            errors = [error for field in fields for error in field.errors]
            yield Row(criterion, *fields, [*errors, *self.problems.get(criterion.code, [])])

    def given(self) -> dict[str, dict[str, object]]:
        """What was entered, as the service takes it; fields with errors are left as they were."""
        return {criterion.code: dict(self._entered(criterion.code)) for criterion in self.criteria}

    def _entered(self, code: str) -> Iterator[tuple[str, object]]:
        entered = self.cleaned_data
        if (points := entered.get(f"{code}-points")) is not None:
            yield "points", int(points) if points else None
        if (reason := entered.get(f"{code}-reason")) is not None:
            yield "reason", reason
        if (links := entered.get(f"{code}-links")) is not None:
            yield "links", links.split()
