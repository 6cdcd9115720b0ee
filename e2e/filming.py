"""A film of a browser: the frames it showed, each for as long as it stood, as one animated WebP.

Playwright's own recorder needs an ffmpeg that it downloads; Pillow is here already.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import ScreencastFrame

SHORTEST_MS, LONGEST_MS, LAST_MS = 120, 2500, 2000


def write_film(frames: Sequence[ScreencastFrame], path: Path) -> None:
    """Write a film; frames that stood for an instant are left out, long waits cut short."""
    kept = list(frames[:1])
    for frame in frames[1:]:
        if frame["timestamp"] - kept[-1]["timestamp"] < SHORTEST_MS:
            kept[-1] = {**frame, "timestamp": kept[-1]["timestamp"]}
        else:
            kept.append(frame)
    if not kept:
        return
    stood = [round(b["timestamp"] - a["timestamp"]) for a, b in pairwise(kept)]
    lasting = [min(max(one, SHORTEST_MS), LONGEST_MS) for one in stood] + [LAST_MS]
    pictures = [Image.open(BytesIO(one["data"])) for one in kept]
    size = (max(one.width for one in pictures), max(one.height for one in pictures))
    first, *rest = (ImageOps.pad(one, size, color="white") for one in pictures)
    first.save(path, save_all=True, append_images=rest, duration=lasting, loop=0, quality=60)
