"""Decides how a refused action is said: a rule was broken, or a right is missing."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """An action that a rule of the field forbids; `message` is shown to the user as it stands.

    `code` names the rule for machines (API answers carry it), in lower case with underscores.
    """

    def __init__(self, message: str, *, code: str = "rule_broken") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class RightMissing(PermissionDenied):
    """The actor holds no live appointment that grants the feature in that area (answers 403)."""

    def __init__(self) -> None:
        super().__init__(_("Your office does not include this."))
