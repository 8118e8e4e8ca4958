"""How the API does nothing twice: a POST may carry an Idempotency-Key (IETF draft of that name).

The call and its kept answer are one transaction. A second call with the same key waits for the first at the unique key, and
is then told its answer; a call that failed with an error of the server keeps nothing and can be made again.
"""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from network.models import ApiAnswer
from network.services import api_answers

HEADER = "Idempotency-Key"
LONGEST = 200


class KeyReused(APIException):
    """The key was used for another call: another address or another body."""

    status_code, default_code = 422, "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was used for another call.")


class _Replayed(Exception):
    """The call was made before; `answer` is what it was told."""

    def __init__(self, answer: ApiAnswer) -> None:
        self.answer = answer


class IdempotentMixin:
    """POST with an Idempotency-Key is done once within a day; other calls are as ever."""

    _claimed: int | None = None

    def dispatch(self, request, *args: object, **kwargs: object):
        """Do the call and keep its answer in one transaction."""
        if request.method != "POST" or HEADER not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """After it is known who calls: take the key, or tell the answer that it was given."""
        super().initial(request, *args, **kwargs)
        key = request.headers.get(HEADER, "")
        if request.method != "POST" or HEADER not in request.headers:
            return
        if not 0 < len(key) <= LONGEST or not key.isprintable():
            raise ValidationError({HEADER: [_("Send 1 to 200 printable characters.")]})
        self._claim(request, key)

    def handle_exception(self, exc: Exception) -> Response:
        """A repeated call is answered as the first one was."""
        if isinstance(exc, _Replayed):
            answer = exc.answer
            return Response(answer.content, status=answer.status_code, headers={"Idempotent-Replayed": "true"})
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        """Keep the answer with its key."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._claimed is not None:
            content = json.loads(JSONRenderer().render(response.data) or b"null")
            api_answers.keep(self._claimed, status_code=response.status_code, content=content)
        return response

    def _claim(self, request: Request, key: str) -> None:
        fingerprint = _fingerprint(request)
        self._claimed, answer = api_answers.claim(request.user, key, fingerprint)
        if answer is None:
            return
        if answer.fingerprint != fingerprint:
            raise KeyReused
        raise _Replayed(answer)


def _fingerprint(request: Request) -> str:
    """SHA-256 over method, address and what is sent; of a form with files over its parts, whose boundary is another each time."""
    digest = hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n".encode())
    if not request.content_type.startswith("multipart/"):
        digest.update(request.body)
        return digest.hexdigest()
    for name in sorted(request.data):
        for part in request.data.getlist(name):
            is_file = hasattr(part, "chunks")
            digest.update(f"{name}\n{part.name if is_file else part}\n".encode())
            for chunk in part.chunks() if is_file else ():
                digest.update(chunk)
            if is_file:
                part.seek(0)
    return digest.hexdigest()


class Schema(AutoSchema):
    """Tells of the header wherever something is posted."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """The parameters that the view does not name itself."""
        found = super().get_override_parameters()
        if self.method != "POST" or not isinstance(self.view, IdempotentMixin):
            return found
        text = "done once within a day, however often it is sent with this key"
        return [*found, OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=text)]
