"""Decides how the settings of channels are read: providers of e-mail, keys of push, the registered text of SMS, rates."""

import binascii
import datetime
from urllib.parse import urlsplit

from environs import Env

from config.refusals import refuse

PROVIDERS = (
    "amazon_ses", "brevo", "mailersend", "mailgun", "mailjet", "mandrill", "postal", "postmark", "resend", "sendgrid",
    "sparkpost",
)  # fmt: skip
SIGNED = ("mailgun", "amazon_ses", "mandrill", "postal", "resend", "mailersend")  # their webhooks carry a signature
PUSH_SERVICES = [
    "https://fcm.googleapis.com/",
    "https://updates.push.services.mozilla.com/",
    "https://*.push.apple.com/",
    "https://*.notify.windows.com/",
]


def read(env: Env, *, is_production: bool) -> dict[str, object]:
    """Every setting of the channels and of the pace at which they send."""
    provider = email_provider(env.str("EMAIL_PROVIDER", ""))
    found = {
        "EMAIL_PROVIDER": provider,
        "ANYMAIL": anymail(env.json("EMAIL_PROVIDER_SETTINGS", {}), provider=provider),
        "CHANNEL_RATES": rates(env.str("CHANNEL_RATES", "telegram=25,sms=10")),
        "SPREAD_MINUTES": env.int("SPREAD_MINUTES", 20 if is_production else 0),
        "DIGEST_AT": clock("DIGEST_AT", env.str("DIGEST_AT", "08:00")),
        "DAILY_CAP": env.int("DAILY_CAP", 3),
        "VAPID_PRIVATE_KEY": vapid_key(env.str("VAPID_PRIVATE_KEY", "")),
        "VAPID_CONTACT": env.str("VAPID_CONTACT", ""),
        "PUSH_SERVICES": env.list("PUSH_SERVICES", PUSH_SERVICES),
    }
    if provider:
        found["EMAIL_BACKEND"] = f"anymail.backends.{provider}.EmailBackend"
    return found | _telegram(env, is_production) | _sms(env, is_production)


def _telegram(env: Env, is_production: bool) -> dict[str, object]:  # noqa: FBT001
    api = env.str("TELEGRAM_API_URL", "https://api.telegram.org")
    return {
        "TELEGRAM_BOT_NAME": env.str("TELEGRAM_BOT_NAME", ""),
        "TELEGRAM_BOT_TOKEN": env.str("TELEGRAM_BOT_TOKEN", ""),
        "TELEGRAM_WEBHOOK_SECRET": env.str("TELEGRAM_WEBHOOK_SECRET", ""),
        "TELEGRAM_API_URL": https_url("TELEGRAM_API_URL", api, is_strict=is_production),
    }


def _sms(env: Env, is_production: bool) -> dict[str, object]:  # noqa: FBT001
    gateway = env.str("SMS_GATEWAY_URL", "")
    return {
        "SMS_GATEWAY_URL": https_url("SMS_GATEWAY_URL", gateway, is_strict=is_production),
        "SMS_GATEWAY_KEY": env.str("SMS_GATEWAY_KEY", ""),
        "SMS_ENTITY_ID": env.str("SMS_ENTITY_ID", ""),
        "SMS_HEADER": env.str("SMS_HEADER", ""),
        "SMS_TEMPLATE_ID": env.str("SMS_TEMPLATE_ID", ""),
        "SMS_TEMPLATE": sms_template(env.str("SMS_TEMPLATE", "")),
        "SMS_CONSENT_REFERENCE": env.str("SMS_CONSENT_REFERENCE", ""),
        "SMS_HOURS": hours("SMS_HOURS", env.str("SMS_HOURS", "10:00-21:00")),
    }


def email_provider(name: str) -> str:
    """A provider that django-anymail knows and that tells us of bounces, or ""."""
    if name and name not in PROVIDERS:
        raise refuse("EMAIL_PROVIDER", f"“{name}” is none of {', '.join(PROVIDERS)}.")
    return name


def anymail(entered: object, *, provider: str) -> dict[str, object]:
    """The settings of django-anymail, with the secret without which nobody may tell us of bounces."""
    if not isinstance(entered, dict):
        raise refuse("EMAIL_PROVIDER_SETTINGS", "it is not a JSON object like {“POSTMARK_SERVER_TOKEN”: “…”}.")
    if provider and provider not in SIGNED and ":" not in str(entered.get("WEBHOOK_SECRET", "")):
        raise refuse(
            "EMAIL_PROVIDER_SETTINGS", "it needs a WEBHOOK_SECRET like name:password, which the provider sends along."
        )
    return {"IGNORE_UNSUPPORTED_FEATURES": True, "REQUESTS_TIMEOUT": 15} | entered


def https_url(name: str, url: str, *, is_strict: bool) -> str:
    """An address of a service, without a slash at the end, or ""; in production it is https://."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("https", *(() if is_strict else ("http",))) or not parts.hostname:
        raise refuse(name, f"“{url}” is not an address like https://api.example.org.")
    return url.rstrip("/")


def vapid_key(text: str) -> str:
    """The private key of web push: 32 bytes in URL-safe base64, or ""."""
    try:
        raw = binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
    except binascii.Error:
        raw = b"?"
    if text and len(raw) != 32:
        raise refuse("VAPID_PRIVATE_KEY", "it is 32 bytes in URL-safe base64 (43 signs).")
    return text


def sms_template(text: str) -> str:
    """The registered text of SMS, which has no variable part: nothing of ours is put into it."""
    if "{#" in text:
        raise refuse("SMS_TEMPLATE", "register a text without variables: it is sent byte for byte.")
    return text


def rates(text: str) -> dict[str, float]:
    """ "telegram=25,sms=10" as messages a second by channel; a channel that is not named has no limit of ours."""
    try:
        found = {
            name.strip(): float(rate) for name, rate in (part.split("=") for part in text.split(",") if part.strip())
        }
    except ValueError:
        found = {"": 0}
    if any(rate <= 0 or name not in ("email", "telegram", "push", "sms") for name, rate in found.items()):
        raise refuse("CHANNEL_RATES", f"“{text}” is not like telegram=25,sms=10,email=50.")
    return found


def hours(name: str, text: str) -> tuple[datetime.time, datetime.time]:
    """A span of the day in Indian time, like 22:00-06:00."""
    try:
        starts, ends = (datetime.time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise refuse(name, f"“{text}” is not a span like 22:00-06:00.") from None
    return starts, ends


def clock(name: str, text: str) -> datetime.time | None:
    """A time of the day in India, or None for nothing."""
    try:
        return datetime.time.fromisoformat(text) if text else None
    except ValueError:
        raise refuse(name, f"“{text}” is not a time like 08:00.") from None
