"""What services outside tell us: the Telegram bot's updates, and bounces of e-mail. Each proves first who it is."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from campaigns import channels
from campaigns.services import addresses
from network.models import Channel

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header, as Telegram calls it
PROVIDERS = {
    "amazon_ses": "amazon_ses.AmazonSESTrackingWebhookView",
    "brevo": "brevo.BrevoTrackingWebhookView",
    "mailersend": "mailersend.MailerSendTrackingWebhookView",
    "mailgun": "mailgun.MailgunTrackingWebhookView",
    "mailjet": "mailjet.MailjetTrackingWebhookView",
    "mandrill": "mandrill.MandrillCombinedWebhookView",
    "postal": "postal.PostalTrackingWebhookView",
    "postmark": "postmark.PostmarkTrackingWebhookView",
    "resend": "resend.ResendTrackingWebhookView",
    "sendgrid": "sendgrid.SendGridTrackingWebhookView",
    "sparkpost": "sparkpost.SparkPostTrackingWebhookView",
}


@csrf_exempt
@login_not_required
def hook_email(request: HttpRequest) -> HttpResponse:
    """What the mail provider of the settings tells of messages; django-anymail checks its signature or its password."""
    if not settings.EMAIL_PROVIDER:
        raise Http404
    view = import_string(f"anymail.webhooks.{PROVIDERS[settings.EMAIL_PROVIDER]}")
    return view.as_view()(request)


@csrf_exempt
@login_not_required
@require_POST
def hook_telegram(request: HttpRequest) -> HttpResponse:
    """An update of the bot: somebody started it with a code, told it to stop, or blocked it. The answer is our reply."""
    given = request.headers.get(SECRET, "")
    if not channels.is_on(Channel.TELEGRAM) or not constant_time_compare(given, settings.TELEGRAM_WEBHOOK_SECRET):
        raise Http404
    try:
        update = json.loads(request.body)
        chat, text = _read(update)
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse()  # nothing for us; anything but 200 would bring it again
    reply = _act(chat, text)
    return JsonResponse({"method": "sendMessage", "chat_id": chat, "text": reply}) if reply else HttpResponse()


def _read(update: dict) -> tuple[str, str]:
    """The private chat and what was said there; "/blocked" stands for a bot that was blocked."""
    member = update.get("my_chat_member")
    if member and member["new_chat_member"]["status"] == "kicked":
        return str(member["chat"]["id"]), "/blocked"
    message = update["message"]
    if message["chat"]["type"] != "private":
        raise KeyError
    return str(message["chat"]["id"]), message["text"].strip()


def _act(chat: str, text: str) -> str:
    command, _space, code = text.partition(" ")
    if command == "/blocked":
        addresses.stop_telegram(chat, why="blocked")
        return ""
    if command == "/stop":
        addresses.stop_telegram(chat, why="own")
        return _("Nothing more comes here. To stop all briefs: %(link)s") % {
            "link": f"{settings.BASE_URL}/me/consents/"
        }
    person = addresses.finish_telegram(code.strip(), chat=chat) if command == "/start" and code else None
    if person is None:
        return _("Open Samvad, go to “My channels” and connect Telegram there: %(link)s") % {
            "link": f"{settings.BASE_URL}/me/channels/"
        }
    with override(person.language):
        return _("Connected. Briefs come here from now on. Write /stop to end it.")
