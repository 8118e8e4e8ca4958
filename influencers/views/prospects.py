"""Pages that enter a prospect by their links, and change what is known of an influencer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from influencers import prospects
from influencers.owners import owners
from influencers.prospect_forms import InfluencerForm, ProspectForm
from influencers.services import influencers
from influencers.services import prospects as service
from influencers.views.influencers import find_influencer
from network.errors import RuleBroken
from network.models import Area, ImportBatch
from network.rights import Feature, require
from network.views.guards import needs
from network.views.imports import take_sheet

LONGEST = 4000


@needs(Feature.ROSTER_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def prospect_new(request: HttpRequest) -> HttpResponse:
    """Enter a prospect by the links of their profiles."""
    offered = owners(request.user)
    districts = prospects.districts_of(request.user)
    form = ProspectForm(
        request.POST or None, districts=districts, owners=offered, initial={"owner": str(request.user.pk)}
    )
    seen = None
    if request.method == "POST":
        is_valid = form.is_valid()
        seen = _recognise(request, form.cleaned_data.get("district"))
        made = _add(request, form, seen) if is_valid else None
        if made is not None:
            messages.success(request, _("%(name)s is entered.") % {"name": made.person.name})
            return redirect(made)
    context = {"form": form, "seen": seen, "imports": request.user.may(Feature.IMPORT_RUN)}
    return render(request, "influencers/prospect_form.html", context, status=422 if form.errors else 200)


@needs(Feature.ROSTER_EDIT)
@require_POST
def prospect_recognise(request: HttpRequest) -> HttpResponse:
    """Tell, while somebody types, what their links are read as and who that may be already."""
    code = request.POST.get("district", "")[:20]
    district = prospects.districts_of(request.user).filter(code=code).first() if code else None
    context = {"seen": _recognise(request, district), "has_district": district is not None}
    return render(request, "influencers/_prospect_seen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def influencer_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of an influencer."""
    influencer = find_influencer(request, code)
    require(request.user, Feature.ROSTER_EDIT, influencer.district)
    offered = owners(request.user)
    if influencer.owner and influencer.owner not in offered:
        offered.append(influencer.owner)
    names = ("subjects", "setting", "writing_style", "public_contact", "public_contact_url")
    initial = {name: getattr(influencer, name) for name in names} | {"owner": str(influencer.owner_id or "")}
    form = InfluencerForm(request.POST or None, owners=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            influencers.update(influencer, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(influencer)
        except RuleBroken as error:
            form.add_error("public_contact_url" if error.code == "source_missing" else "owner", str(error))
    context = {"form": form, "influencer": influencer, "person": influencer.person}
    return render(request, "influencers/influencer_form.html", context, status=422 if form.errors else 200)


@needs(Feature.IMPORT_RUN)
@needs(Feature.ROSTER_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def prospect_import_new(request: HttpRequest) -> HttpResponse:
    """Take a list of prospects; a worker reads it."""
    return take_sheet(request, ImportBatch.Kind.PROSPECTS, "influencers/prospect_import_new.html")


def _recognise(request: HttpRequest, district: Area | None) -> prospects.Recognised:
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in ("links", "name_hi", "note", "platform")}
    known = {choice for choice, _label in ProspectForm.base_fields["platform"].choices}
    return prospects.recognise(
        typed["links"],
        name=typed["name_hi"],
        note=typed["note"],
        platform=typed["platform"] if typed["platform"] in known else "",
        district=district,
        by=request.user,
    )


def _add(request: HttpRequest, form: ProspectForm, seen: prospects.Recognised):
    """Enter the prospect; where that is refused, the form says why."""
    entered = dict(form.cleaned_data)
    for name in ("links", "platform", "district"):
        entered.pop(name)
    if seen.district is None:
        form.add_error("district", _("Choose the district."))
        return None
    for account in seen.accounts:
        if account.problem or account.is_recorded:
            form.add_error("links", f"{account.text[:80]}: {account.problem or _('already recorded.')}")
    if form.errors:
        return None
    profiles = [account.profile for account in seen.accounts]
    try:
        return service.add(district=seen.district, profiles=profiles, by=request.user, **entered)
    except RuleBroken as error:
        form.add_error("links" if error.code in ("account_missing", "handle_taken") else None, str(error))
    return None
