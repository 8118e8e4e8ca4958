"""Tells Telegram where our webhook is and by which secret it proves itself."""

import httpx
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.urls import reverse

from campaigns import channels
from campaigns.channels import telegram
from network.models import Channel


class Command(BaseCommand):
    help = (
        "Tell Telegram once, and again after BASE_URL or TELEGRAM_WEBHOOK_SECRET changed, where updates of the bot go. Needs the "
        "bot's name, token and secret in the settings, and a BASE_URL with https:// that Telegram reaches."
    )

    def handle(self, *args: object, **options: object) -> None:
        if missing := channels.missing(Channel.TELEGRAM):
            raise CommandError(f"Not set: {', '.join(missing)}.")
        url = settings.BASE_URL.rstrip("/") + reverse("campaigns:hook_telegram")
        body = {
            "url": url,
            "secret_token": settings.TELEGRAM_WEBHOOK_SECRET,
            "allowed_updates": ["message", "my_chat_member"],
        }
        try:
            with telegram.client() as bot:
                answer = bot.post("setWebhook", json=body)
        except httpx.HTTPError as error:
            raise CommandError(f"Telegram was not reached: {type(error).__name__}.") from error
        if not answer.is_success:
            raise CommandError(f"Telegram said {answer.status_code}: {answer.json().get('description', '')}")
        self.stdout.write(f"set_telegram_webhook: updates come to {url}")
