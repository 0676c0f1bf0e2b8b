"""Print the illustrations of the demo newspaper: `python demo/make_images.py` writes demo/images/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from press import Sheet
from scenes import indoors, town, water

FOLDER = Path(__file__).parent / "images"
SCENES: tuple[Callable[[Sheet], None], ...] = (  # the number of each is what its dice are thrown with
    water.night_ferry,
    water.lighthouse,
    water.seals,
    town.market_hall,
    town.tide_gate,
    town.clock_tower,
    water.rowing,
    indoors.cinema_organ,
    indoors.bookshop,
    town.bench,
)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for seed, draw in enumerate(SCENES, 1):
        sheet = Sheet(seed)
        draw(sheet)
        picture: Image.Image = sheet.printed()
        path = FOLDER / f"{draw.__name__.replace('_', '-')}.jpg"
        picture.save(path, quality=60, optimize=True, progressive=True)
        print(f"{path.name:20} {path.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
