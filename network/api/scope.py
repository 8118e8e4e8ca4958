"""How the API reaches rows: every queryset and every id from outside goes through the scope."""

from rest_framework import serializers, viewsets

from network.api.idempotency import IdempotentMixin
from network.rights import Feature


class ScopedSlugField(serializers.SlugRelatedField):
    """A reference from outside by code; what lies outside the caller's scope answers as if it did not exist."""

    def __init__(self, *, feature: str, **kwargs: object) -> None:
        self.feature = feature
        super().__init__(**kwargs)

    def get_queryset(self):
        """Only rows that the caller sees with the field's feature."""
        return self.queryset.visible_to(self.context["request"].user, self.feature)


class ScopedViewSet(IdempotentMixin, viewsets.GenericViewSet):
    """Rows of `model` that the caller sees: own ones, and those where the caller holds `feature`."""

    model: type
    feature: Feature | None = None
    lookup_field = "code"

    def get_queryset(self):
        """The rows that this caller may see; the schema generator sees none."""
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.related(self.model.objects.visible_to(self.request.user, self.feature))

    def related(self, rows):
        """Add what the answer shows, so that a list costs a fixed number of queries."""
        return rows
