"""How the API writes: an update names the state it was made for (ETag, If-Match), and many rows are judged one by one."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from network.errors import RightMissing, RuleBroken

MOST_ROWS = 500
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="the ETag of the row")


class Changed(APIException):
    """Somebody changed the row since it was read (RFC 9110, 13.1.1)."""

    status_code, default_detail, default_code = 412, _("It was changed meanwhile: read it again."), "changed_meanwhile"


class StateMissing(APIException):
    """The update does not say for which state it was made (RFC 6585, 3)."""

    status_code, default_detail, default_code = 428, _("Send the ETag of the row as If-Match."), "if_match_missing"


class UpdateMixin:
    """PATCH with If-Match. The viewset has `apply(row, changes)`, which asks the service."""

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        """One row with its ETag; 304 for If-None-Match that still holds."""
        return self._with_etag(self.get_object(), request)

    @extend_schema(parameters=[IF_MATCH])
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change the named fields of the row that the ETag was given for."""
        given = parse_etags(request.headers.get("If-Match", ""))
        if not given:
            raise StateMissing
        with transaction.atomic():
            self.get_queryset().select_for_update(of=("self",)).filter(pk=self.get_object().pk).first()
            row = self.get_object()
            if "*" not in given and self._etag(self._data(row)) not in given:
                raise Changed
            entered = self.get_serializer(row, data=request.data, partial=True)
            entered.is_valid(raise_exception=True)
            row = self.apply(row, entered.validated_data)
        return self._with_etag(row, None)

    def _with_etag(self, row: object, request: Request | None) -> Response:
        shown = self.get_serializer(row).data
        etag = self._etag(self._data(row))
        known = parse_etags(request.headers.get("If-None-Match", "")) if request else []
        headers = {"ETag": etag}
        if etag in known:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(shown, headers=headers)

    def _data(self, row: object) -> dict:
        """All fields, whatever the request chose to see."""
        return self.serializer_class(row, context={"view": self}).data

    @staticmethod
    def _etag(data: dict) -> str:
        return quote_etag(hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32])


class BulkCreateMixin:
    """POST …/bulk/ with up to 500 rows: each is made or refused by itself, and the answer says which."""

    @extend_schema(operation_id=None, responses={207: dict})
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def bulk(self, request: Request) -> Response:
        """Create many rows; the answer lists {"index", "status", "data" or "errors"} for each, in their order."""
        rows = request.data
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
            raise ValidationError(_("Send a list of 1 to 500 rows."))
        answers = [{"index": index, **self._make(row)} for index, row in enumerate(rows)]
        return Response(answers, status=status.HTTP_207_MULTI_STATUS)

    def _make(self, row: object) -> dict[str, object]:
        entered = self.get_serializer(data=row)
        if not entered.is_valid():
            return {"status": 400, "errors": entered.errors}
        return _attempt(lambda: self.perform_create(entered), lambda: self.get_serializer(entered.instance).data)


def _attempt(make: Callable[[], None], show: Callable[[], dict]) -> dict[str, object]:
    try:
        with transaction.atomic():
            make()
    except RuleBroken as error:
        return {"status": 422, "errors": {"code": error.code, "detail": str(error)}}
    except (RightMissing, PermissionDenied):
        return {"status": 403, "errors": {"code": "right_missing"}}
    return {"status": 201, "data": show()}
