"""Tiles: where a district's tile stands on the map of a state, and how its name fits."""

from network.models import Area

TILE_WIDTH, TILE_HEIGHT = 100, 72
FIRST_DEVANAGARI = "\u0900"
LONG_NAME, LONGEST_NAME, LONG_LABEL = (
    8,
    11,
    12,
)  # Latin letters that fit in a tile at full size, smaller, in its second line


def tile(district: Area, level: int | None, label: str) -> dict[str, object]:
    """The tile of a district that has a place on the map: address, name, step 0 to 4 (None = no number) and its words."""
    return {
        "code": district.code,
        "url": district.get_absolute_url(),
        "name": district.name,
        "is_long": len(district.name) > LONG_NAME and district.name.isascii(),
        "is_longest": len(district.name) > LONGEST_NAME and district.name.isascii(),
        "is_label_long": len(label) > LONG_LABEL and max(label) < FIRST_DEVANAGARI,
        "col": district.grid_col,
        "row": district.grid_row,
        # as text: numbers of a drawing are not grouped like those of a reader
        "x": str(district.grid_col * TILE_WIDTH),
        "y": str(district.grid_row * TILE_HEIGHT),
        "level": level,
        "label": label,
    }


def in_reading_order(tiles: list[dict[str, object]]) -> list[dict[str, object]]:
    """Row by row, so that the keyboard goes over the map as the eye does."""
    return sorted(tiles, key=lambda tile: (tile["row"], tile["col"]))
