"""Pages for developers: the e-mails of the file outbox. They exist only where the settings say so."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

NEWEST = 100


@login_not_required
@never_cache
@require_safe
def outbox_list(request: HttpRequest) -> HttpResponse:
    """List the newest e-mails of the file outbox; ?to= keeps those to an address."""
    to = request.GET.get("to", "").strip()
    files = sorted(_outbox().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    emails = ({"name": file.name, "message": _read(file)} for file in files)
    chosen = islice((email for email in emails if to in email["message"]["To"]), NEWEST)
    return render(request, "campaigns/outbox_list.html", {"emails": list(chosen), "count": len(files), "to": to})


@login_not_required
@never_cache
@require_safe
def outbox_message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one e-mail as its reader would see it."""
    file = next((file for file in _outbox().glob("*.eml") if file.name == name), None)
    if file is None:
        raise Http404
    message = _read(file)
    body = message.get_body(("plain",))
    return render(
        request, "campaigns/outbox_message.html", {"message": message, "body": body.get_content() if body else ""}
    )


def _outbox() -> Path:
    if not settings.DEVELOPER_PAGES:
        raise Http404
    return Path(settings.OUTBOX_DIR)


def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)
