"""The platforms on which people publish, by the names they go by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Platform(models.TextChoices):
    """A place on the internet where a post can be shown by its link."""

    FACEBOOK = "facebook", _("Facebook")
    INSTAGRAM = "instagram", _("Instagram")
    YOUTUBE = "youtube", _("YouTube")
    X = "x", _("X (Twitter)")
    THREADS = "threads", _("Threads")
    TELEGRAM = "telegram", _("Telegram")
    SHARECHAT = "sharechat", _("ShareChat")
    MOJ = "moj", _("Moj")
    WHATSAPP = "whatsapp", _("WhatsApp channel")
    LINKEDIN = "linkedin", _("LinkedIn")
    SNAPCHAT = "snapchat", _("Snapchat")
    BLOG = "blog", _("blog or website")
