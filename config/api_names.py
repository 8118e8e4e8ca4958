"""How the lists of choices are called in the document of the API, where their fields alone would not tell."""

ENUM_NAMES = {
    "PlatformEnum": "influencers.platforms.Platform",
    "StageEnum": "influencers.models.influencers.Influencer.Stage",
    "SubjectsEnum": "influencers.models.influencers.Subject",
    "SettingEnum": "influencers.models.influencers.Setting",
    "LanguagesEnum": "network.languages.LANGUAGES",
    "TopicKindEnum": "campaigns.models.topics.Topic.Kind",
    "VersionKindEnum": "campaigns.models.versions.BriefVersion.Kind",
    "PurposeEnum": ["briefs", "coverage", "naming"],
    "CertaintyEnum": "campaigns.models.calendar.CalendarEntry.Certainty",
    "MessagePurposeEnum": "campaigns.models.deliveries.Delivery.Purpose",
    "PreferredChannelEnum": "network.models.people.Channel",
    "AreaKindEnum": "network.models.areas.AreaKind",
    "ImportBatchKindEnum": "network.models.imports.ImportBatch.Kind",
}
