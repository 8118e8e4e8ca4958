"""How the API says no: a broken rule is 422 with its code and sentence; foreign and missing are both 404."""

from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from network.errors import RuleBroken


def exception_handler(error: Exception, context: dict) -> Response | None:
    """Answer RuleBroken as 422 {"code", "detail"}; leave everything else to the framework."""
    if isinstance(error, RuleBroken):
        return Response({"code": error.code, "detail": str(error)}, status=422)
    return default_handler(error, context)
