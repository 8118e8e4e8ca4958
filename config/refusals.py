"""Decides how a setting that can't be used is refused: which, why, and what would do."""


class SettingRefused(ValueError):
    """A setting with a value that can't be used; the text says which, why and what would do."""


def refuse(name: str, why: str) -> SettingRefused:
    """The sentence for a setting that can't be used."""
    return SettingRefused(f"The setting {name} can't be used: {why}")
