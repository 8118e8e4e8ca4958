"""Guards of pages: a page that belongs to an office answers 403 to everybody who holds none that grants it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from network.errors import RightMissing

View = Callable[..., HttpResponse]


def needs(feature: str) -> Callable[[View], View]:
    """Let only logins through that hold the feature somewhere; the rows of the page are scoped besides."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.may(feature):
                raise RightMissing
            return view(request, *args, **kwargs)

        return guarded

    return guard
