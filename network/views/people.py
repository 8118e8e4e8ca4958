"""Pages of people: the list, one person, entering, changing, contact data."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import RuleBroken
from network.filters import PersonFilter
from network.forms import LANGUAGES, PersonEditForm, PersonForm
from network.models import Appointment, Area, Merge, Person
from network.panels import PERSON
from network.phones import PhoneRefused, normalise
from network.rights import Feature, may, require
from network.search import name_key
from network.services import merges, people, sign_in_links, visibility
from network.views.guards import needs

PER_PAGE = 50
LONGEST = 120


@needs(Feature.PEOPLE_VIEW)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """List the people of the reader's areas; ?search= a name, ?status=, ?gender=, ?within= the path of an area."""
    rows = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(merged_into__isnull=True).known()
    found = PersonFilter(request.GET, queryset=rows)
    rows = found.qs if found.is_valid() else rows.none()
    areas = Area.objects.visible_to(request.user, Feature.AREA_VIEW)
    page = Paginator(rows.select_related("home_area"), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "filter": found,
        "area": areas.filter(path=request.GET.get("within", "")).first(),
        "query": f"{query.urlencode()}&" if query else "",
        "edits": request.user.may(Feature.PEOPLE_EDIT),
    }
    return render(request, "network/person_list.html", context)


@require_safe
def person_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person: where they belong, their offices, who sees them; contact data stays masked."""
    person = _person(request, code)
    return render(request, "network/person_detail.html", _shown(request, person))


@never_cache
@require_POST
def person_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Open the contact data of a person, with a reason; the opening is logged, and the person can read it."""
    person = _person(request, code)
    context = _shown(request, person)
    try:
        context["contact"] = people.open_contact(person, reason=request.POST.get("reason", ""), by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(person)
    return render(request, "network/person_detail.html", context)


@never_cache
@require_POST
def person_link(request: HttpRequest, code: str) -> HttpResponse:
    """Make a sign-in link to hand over, and show it this one time."""
    person = _person(request, code)
    try:
        token = sign_in_links.make(person, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(person)
    link = request.build_absolute_uri(reverse("sign_in_link", args=[token]))
    return render(request, "network/person_detail.html", _shown(request, person) | {"link": link})


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Enter a person at home in an area."""
    area = get_object_or_404(Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW), kind=kind, code=code)
    require(request.user, Feature.PEOPLE_EDIT, area)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = people.create(home_area=area, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s is entered.") % {"name": person.name})
            return redirect(person)
        except RuleBroken as error:
            form.add_error("phone", str(error))
    context = {"form": form, "area": area}
    return render(request, "network/person_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of a person."""
    person = _person(request, code)
    require(request.user, Feature.PEOPLE_EDIT, person.home_area)
    areas = Area.objects.visible_to(request.user, Feature.PEOPLE_EDIT)
    known = ("name_hi", "name_en", "gender", "languages", "preferred_channel", "status")
    initial = {name: getattr(person, name) for name in known} | {"home": person.home_area}
    form = PersonEditForm(request.POST or None, person=person, areas=areas, initial=initial)
    if request.method == "POST" and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if value or name not in ("phone", "email")}
        try:
            people.update(person, by=request.user, home_area=entered.pop("home"), **entered)
            messages.success(request, _("Saved."))
            return redirect(person)
        except RuleBroken as error:
            form.add_error("phone", str(error))
    context = {"form": form, "area": person.home_area, "person": person}
    return render(request, "network/person_form.html", context, status=422 if form.errors else 200)


@needs(Feature.PEOPLE_EDIT)
@require_POST
def person_similar(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Give those who may be the one being typed: by number exactly, by name as it sounds in the same district."""
    area = get_object_or_404(Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW), kind=kind, code=code)
    name = request.POST.get("name_hi", "").strip()[:LONGEST]
    number = _number(request.POST.get("phone", ""))
    known = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).with_phone(number) if number else []
    context = {
        "same_number": list(known),
        "number_is_known": bool(number) and people.is_known_number(number),
        "same_name": merges.similar(name, area.path, by=request.user, key=name_key(name)),
    }
    return render(request, "network/_person_similar.html", context)


def _number(text: str) -> str:
    try:
        return normalise(text[:40]) if text.strip() else ""
    except PhoneRefused:
        return ""


def _shown(request: HttpRequest, person: Person) -> dict[str, object]:
    today = timezone.localdate()
    offices = Appointment.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(person=person)
    offices = offices.select_related("office", "area", "cell", "person").order_by("-starts_on")
    areas = Area.objects.visible_to(request.user, Feature.AREA_VIEW)
    shown = Merge.objects.visible_to(request.user, Feature.PEOPLE_EDIT)
    edits = may(request.user, Feature.PEOPLE_EDIT, person.home_area)
    return {
        "person": person,
        "home": areas.filter(path__in=[*person.home_area.paths_above(), person.home_path]).order_by("path"),
        "languages": [label for code, label in LANGUAGES if code in person.languages],
        "held": [row for row in offices if row.ends_on is None or row.ends_on > today],
        "past": [row for row in offices if row.ends_on is not None and row.ends_on <= today],
        "panels": PERSON.shown(person, request.user, area=person.home_area),
        "onlookers": visibility.who_sees(person, today),
        "edits": edits and person.merged_into_id is None,
        "opens_contact": may(request.user, Feature.CONTACT_OPEN, person.home_area),
        "twins": merges.twins([person], request.user)[person.pk] if edits and person.merged_into_id is None else [],
        "merges": [row for row in shown.filter(kept=person).select_related("gone") if row.can_be_undone],
    }


def _person(request: HttpRequest, code: str) -> Person:
    rows = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).known()
    return get_object_or_404(rows.select_related("home_area", "merged_into"), code=code)
