"""Pages of one's own channels: which of them reach me, which comes first. They work on cheap phones and without script."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns import channels
from campaigns.channels import web_push
from campaigns.services import addresses
from network.errors import RuleBroken
from network.models import Channel
from network.services import own_record


@never_cache
@require_safe
def own_channels(request: HttpRequest) -> HttpResponse:
    """My channels in the order in which they are used."""
    return _page(request)


@never_cache
@require_POST
def own_channel_telegram(request: HttpRequest) -> HttpResponse:
    """Make the link that opens the bot for me, and show it."""
    try:
        link = addresses.begin_telegram(own_record.require(request.user), by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("campaigns:own_channels")
    return _page(request, telegram_link=link)


@require_POST
def own_channel_push(request: HttpRequest) -> HttpResponse:
    """Take the subscription that this browser made."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    return _act(request, lambda person: addresses.subscribe(person, **given, by=request.user),
                _("This browser will tell you of new briefs."))  # fmt: skip


@require_POST
def own_channel_sms(request: HttpRequest) -> HttpResponse:
    """Let SMS come to my number."""
    return _act(request, lambda person: addresses.allow_sms(person, by=request.user), _("SMS are allowed."))


@require_POST
def own_channel_first(request: HttpRequest) -> HttpResponse:
    """Use this channel before the others."""
    channel = request.POST.get("channel", "")
    return _act(request, lambda person: addresses.choose_first(person, channel, by=request.user), _("Saved."))


@require_POST
def own_channel_resume(request: HttpRequest) -> HttpResponse:
    """Try a shut channel again."""
    channel = request.POST.get("channel", "")
    return _act(request, lambda person: addresses.resume(person, channel, by=request.user), _("It is tried again."))


@require_POST
def own_channel_forget(request: HttpRequest) -> HttpResponse:
    """Disconnect a channel."""
    channel = request.POST.get("channel", "")
    return _act(request, lambda person: addresses.forget(person, channel, by=request.user), _("Disconnected."))


@login_not_required
@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows messages while Samvad is closed; browsers want it at one lasting address."""
    script = Path(finders.find("js/push-worker.js")).read_bytes()  # collected files have other names with each version
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _page(request: HttpRequest, **shown: object) -> HttpResponse:
    person = own_record.require(request.user)
    context = {
        "person": person,
        "lines": addresses.lines(person),
        "push_key": web_push.public_key() if channels.is_on(Channel.PUSH) else "",
        **shown,
    }
    return render(request, "campaigns/own_channels.html", context)


def _act(request: HttpRequest, act, done: str) -> HttpResponse:
    try:
        act(own_record.require(request.user))
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("campaigns:own_channels")
