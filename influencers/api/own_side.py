"""The API of one's own side: profile, consents, pause, leaving. It knows only the caller's own record."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from influencers.models import Consent, Setting, Subject
from influencers.services import own_consents, own_side
from influencers.services.consents import newest_notice
from network.forms import LANGUAGES
from network.models import Channel, Person
from network.services import own_record


class StandingSerializer(serializers.Serializer):
    """One purpose: whether it is allowed, since when, to which notice, and whether a newer one asks anew."""

    purpose = serializers.ChoiceField(choices=Consent.Purpose)
    is_allowed = serializers.BooleanField()
    given_at = serializers.DateTimeField(allow_null=True)
    notice = serializers.IntegerField(allow_null=True)
    is_asked_anew = serializers.BooleanField()


class MeSerializer(serializers.Serializer):
    """The caller's own profile. Stage, pause and consents are read only; the number is masked."""

    code = serializers.CharField(read_only=True)
    name_hi = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, allow_blank=True)
    phone = serializers.CharField(read_only=True)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), allow_empty=False)
    preferred_channel = serializers.ChoiceField(choices=Channel)
    birth_day = serializers.IntegerField(min_value=1, max_value=31, allow_null=True)
    birth_month = serializers.IntegerField(min_value=1, max_value=12, allow_null=True)
    quiet_from = serializers.TimeField(allow_null=True)
    quiet_until = serializers.TimeField(allow_null=True)
    subjects = serializers.ListField(child=serializers.ChoiceField(choices=Subject.choices), required=False)
    setting = serializers.ChoiceField(choices=Setting.choices, required=False, allow_blank=True)
    stage = serializers.CharField(read_only=True)
    paused_until = serializers.DateField(read_only=True, allow_null=True)
    notice = serializers.IntegerField(read_only=True)
    consents = StandingSerializer(many=True, read_only=True)


class ConsentChangeSerializer(serializers.Serializer):
    """Allow a purpose as the notice of that version says, or take it back."""

    purpose = serializers.ChoiceField(choices=Consent.Purpose)
    allow = serializers.BooleanField()
    notice = serializers.IntegerField(required=False, default=0, help_text="needed to allow")
    is_adult = serializers.BooleanField(required=False, default=False)


class PauseSerializer(serializers.Serializer):
    """Until which day; null leaves it open."""

    until = serializers.DateField(allow_null=True, required=False, default=None)


def _me(person: Person) -> dict[str, object]:
    voice, notice = own_side.voice_of(person), newest_notice()
    own = {name: getattr(person, name) for name in own_side.OF_PERSON}
    standings = [
        {
            "purpose": each.purpose,
            "is_allowed": each.live is not None,
            "given_at": each.live.given_at if each.live else None,
            "notice": each.live.notice.version if each.live else None,
            "is_asked_anew": each.is_asked_anew,
        }
        for each in own_consents.standings(person, notice)
    ]
    shown = own | {"code": person.code, "phone": person.masked_phone, "notice": notice.version, "consents": standings}
    shown |= {"subjects": voice.subjects if voice else [], "setting": voice.setting if voice else ""}
    return shown | {"stage": voice.stage if voice else "", "paused_until": voice.paused_until if voice else None}


class OwnView(APIView):
    """What all of these answer: the caller's own record as it stands then."""

    serializer_class = MeSerializer

    def answer(self, request: Request) -> Response:
        """The record as it stands now."""
        return Response(MeSerializer(_me(own_record.require(request.user))).data)


class MeView(OwnView):
    """The caller's own profile."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Read it."""
        return self.answer(request)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change the named fields."""
        person = own_record.require(request.user)
        entered = MeSerializer(data=request.data, partial=True)
        entered.is_valid(raise_exception=True)
        own_side.update(person, by=request.user, **entered.validated_data)
        return self.answer(request)


class ConsentView(OwnView):
    """The caller's own consents."""

    @extend_schema(request=ConsentChangeSerializer, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        """Allow one purpose, or take it back."""
        person = own_record.require(request.user)
        entered = ConsentChangeSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        asked = entered.validated_data
        if asked["allow"]:
            own_consents.allow(
                person, asked["purpose"], version=asked["notice"], is_adult=asked["is_adult"], by=request.user
            )
        else:
            own_consents.take_back(person, asked["purpose"], by=request.user)
        return self.answer(request)


class PauseView(OwnView):
    """The caller's own pause."""

    @extend_schema(request=PauseSerializer, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        """Take a pause."""
        person = own_record.require(request.user)
        entered = PauseSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        own_side.pause(person, until=entered.validated_data["until"], by=request.user)
        return self.answer(request)


class ComeBackView(OwnView):
    """The end of the caller's own pause."""

    @extend_schema(request=None, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        """Come back."""
        own_side.come_back(own_record.require(request.user), by=request.user)
        return self.answer(request)


class LeaveView(APIView):
    """Leaving for good: also the caller's key ends."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Leave."""
        own_side.leave(own_record.require(request.user), by=request.user)
        return Response(status=204)
