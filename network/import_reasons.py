"""What is said of a row of a sheet: reasons are kept as codes and become words in the reader's language."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "name_missing": _("The name is missing."),
    "district_missing": _("The district is missing."),
    "district_unknown": _("“%(value)s” is not a district of your area."),
    "district_unclear": _("“%(value)s” was read as %(read)s. Is that right?"),
    "district_former": _("“%(value)s” is the former name of %(read)s."),
    "phone_missing": _("There is no phone number: the person can only be reached by hand."),
    "phone_bad": _("“%(value)s” is not an Indian mobile number."),
    "phone_doubled": _("Row %(row)s has the same phone number."),
    "phone_known": _("This phone number belongs to another person (%(read)s)."),
    "handle_bad": _("“%(value)s” is not an account of %(platform)s."),
    "link_bad": _("“%(value)s” is not the link of an account: open the profile, and copy its link."),
    "handle_doubled": _("Row %(row)s has the same account (%(value)s)."),
    "handle_taken": _("The account %(value)s is recorded for another person."),
    "handle_second": _("Another account on this platform is recorded already; %(value)s is left out."),
    "handle_missing": _("There is no social-media account in this row."),
    "followers_unclear": _("“%(value)s” is not a number of followers; it is left empty."),
    "subject_unknown": _("“%(value)s” is not a subject of the list; it is left out."),
    "formula": _("A cell holds a formula (%(value)s); formulas are not calculated."),
    "total_row": _("This row is a total, not a person."),
    "row_doubled": _("Row %(row)s is about the same person."),
    "team_full": _("The team of %(read)s has no free seat for this person."),
    "area_code_missing": _("The code of the area is missing."),
    "area_code_bad": _("“%(value)s” is not a code."),
    "area_name_differs": _("The file calls it “%(value)s”, the map %(read)s."),
    "area_was_split": _("%(read)s was split off from %(value)s since; the file may be older."),
    "area_lies_elsewhere": _("The file lets it lie elsewhere; imports move nothing."),
    "area_twin": _("An area of this name lies there already, with the code %(read)s."),
    "area_row_again": _("Row %(row)s names the same area."),
    "parent_unknown": _("“%(value)s”, in which it should lie, is not an area of yours."),
    "parent_by_name": _("“%(value)s” was found by its name only: %(read)s. Is that right?"),
    "parent_name_differs": _("The code says %(read)s, the name says “%(value)s”."),
    "parent_was_split": _("%(value)s was split since (%(read)s): does this still lie in it?"),
    "parent_split_same_name": _(
        "The file says %(value)s; it is called like %(read)s, which was split off. It goes there."
    ),
    "district_not_told": _("The district is not told; it is entered under the state."),
    "place_missing": _("The place is missing: district, block, panchayat or ward."),
    "place_unknown": _(
        "“%(value)s” is not a place of your area, or several are called so: name the district and block, too."
    ),
    "email_bad": _("“%(value)s” is no e-mail address; it is left out."),
    "gender_unknown": _("“%(value)s” was not understood as a gender; it is left out."),
    "office_unknown": _("“%(value)s” is not an office that exists in %(read)s."),
    "office_training": _(
        "This office asks for a training of which there is no list with this person; appoint on the page of the area."
    ),
    "office_right": _("You can't fill this office there."),
    "day_bad": _("“%(value)s” was not understood as a day (24/11/2026)."),
    "term_wrong": _("The end lies before the beginning."),
    "term_over": _("This term is over already."),
    "office_oneself": _("Nobody appoints themselves."),
    "office_full": _("All seats of this office are taken."),
    "person_elsewhere": _("This person is entered in another area already."),
    "person_probable": _("%(read)s is entered there without a number. Is it the same person?"),
    "person_alike": _("Somebody of this name lives in the district already (%(read)s). Is it another person?"),
    "person_erased": _("Whoever has this number had themselves erased; only they themselves can come back."),
    "not_agreed": _("This person is a prospect who has not agreed yet: no phone number and no e-mail address is kept."),
    "unasked": _("This person is a prospect with whom nobody has talked yet: no place in a team is kept for them."),
    "prospect_known": _("One of these accounts is recorded already (%(read)s)."),
    "team_other": _("This person belongs to %(read)s already."),
    "person_left": _("This person said no or has left; they are not entered again by a list."),
}


def reason_texts(reasons: list[dict[str, str]]) -> list[str]:
    """The sentences for the reasons of a row: [{"code": "phone_bad", "value": "12345"}] gives one sentence."""
    return [str(TEXTS[reason["code"]]) % reason for reason in reasons]
