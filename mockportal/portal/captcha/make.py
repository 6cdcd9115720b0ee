"""Make the pool of digits, grounds and spoken digits: ``python -m mockportal.portal.captcha.make``.

The files are kept beside this one. Needs Pillow, the font of the captcha package, and espeak-ng
with its French voice; run it again only to change how CAPTCHAs look or sound.
"""

import math
import random
import subprocess
import tempfile
import wave
from array import array
from pathlib import Path

from captcha.image import DEFAULT_FONTS
from PIL import Image, ImageDraw, ImageFont

from mockportal.portal.captcha import png
from mockportal.portal.captcha.picture import (
    GROUNDS,
    HEIGHT,
    MARGIN,
    MOST_DIGITS,
    TILE_WIDTH,
    VARIANTS,
    palette,
)
from mockportal.portal.captcha.speech import RATE, WORDS

HERE = Path(__file__).parent
FINE = 4  # drawn so many times larger, then reduced


def main() -> None:
    """Write digits.png, grounds.png and the ten digits spoken in French."""
    chance = random.Random(2022)
    (HERE / "digits.png").write_bytes(_sheet([_digits_row(chance) for _ in range(VARIANTS)], 4))
    (HERE / "grounds.png").write_bytes(_sheet([_ground(chance) for _ in range(GROUNDS)], 1))
    for digit, word in enumerate(WORDS):
        _speak(word, HERE / f"{digit}.wav")


def _sheet(bands: list[Image.Image], step: int) -> bytes:
    """Stack grey bands into one PNG of levels 0 to 3, ``step`` apart."""
    width = bands[0].width
    rows = bytearray()
    for band in bands:
        levels = [min(3, (grey + 43) // 85) * step for grey in band.tobytes()]
        for start in range(0, len(levels), width):
            row = levels[start : start + width]
            rows += b"\0" + bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True))
    return png.encode(width, bytes(rows), palette(0), effort=9)


def _digits_row(chance: random.Random) -> Image.Image:
    row = Image.new("L", (10 * TILE_WIDTH, HEIGHT))
    for digit in range(10):
        row.paste(_tile(str(digit), chance), (digit * TILE_WIDTH, 0))
    return row


def _tile(digit: str, chance: random.Random) -> Image.Image:
    """Draw one digit: turned, slanted, of its own size and place."""
    font = ImageFont.truetype(DEFAULT_FONTS[0], round(chance.uniform(58, 66) * FINE))
    size = (TILE_WIDTH * FINE, HEIGHT * FINE)
    large = Image.new("L", size)
    middle = (
        size[0] / 2 + chance.uniform(-2, 2) * FINE,
        size[1] / 2 + chance.uniform(-5, 5) * FINE,
    )
    pen = ImageDraw.Draw(large)
    pen.text(middle, digit, fill=255, font=font, anchor="mm", stroke_width=FINE // 2)
    slant = chance.uniform(-0.18, 0.18)
    large = large.transform(
        size,
        Image.Transform.AFFINE,
        (1, slant, -slant * size[1] / 2, 0, 1, 0),
        Image.Resampling.BILINEAR,
    )
    large = large.rotate(chance.uniform(-13, 13), Image.Resampling.BICUBIC)
    return large.resize((TILE_WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _ground(chance: random.Random) -> Image.Image:
    """Draw waves and specks, as wide as the longest code."""
    width = 2 * MARGIN + MOST_DIGITS * TILE_WIDTH
    large = Image.new("L", (width * FINE, HEIGHT * FINE))
    pen = ImageDraw.Draw(large)
    for _ in range(4):
        pen.line(
            _wave(width, chance), fill=chance.choice((170, 255)), width=FINE * 2, joint="curve"
        )
    for _ in range(width // 3):
        x, y = chance.uniform(0, large.width), chance.uniform(0, large.height)
        radius = chance.uniform(0.8, 2.0) * FINE
        pen.ellipse(
            (x - radius, y - radius, x + radius, y + radius), fill=chance.choice((120, 255))
        )
    return large.resize((width, HEIGHT), Image.Resampling.LANCZOS)


def _wave(width: int, chance: random.Random) -> list[tuple[float, float]]:
    middle, height = chance.uniform(0.2, 0.8) * HEIGHT, chance.uniform(8, 22)
    period, phase = chance.uniform(90, 170), chance.uniform(0, 6.28)
    return [
        (x * FINE, (middle + height * math.sin(phase + 6.28 * x / period)) * FINE)
        for x in range(0, width + 4, 4)
    ]


def _speak(word: str, path: Path) -> None:
    """Have the French voice say a word, bring it to RATE and cut the silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        subprocess.run(["espeak-ng", "-v", "fr", "-s", "130", "-w", spoken, word], check=True)
        with wave.open(str(spoken)) as source:
            rate = source.getframerate()
            samples = array("h", source.readframes(source.getnframes()))
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE)
        target.writeframes(_loud(_trimmed(_clear(_resampled(samples, rate)))).tobytes())


def _resampled(samples: "array[int]", rate: int) -> "array[int]":
    """Bring samples to RATE through a windowed low-pass, so that nothing folds back."""
    ratio, reach = rate / RATE, 16 * rate // RATE
    count = int(len(samples) / ratio)
    return array("h", (_at(samples, index * ratio, ratio, reach) for index in range(count)))


def _at(samples: "array[int]", place: float, ratio: float, reach: int) -> int:
    first, last = max(0, int(place) - reach), min(len(samples), int(place) + reach + 1)
    total = 0.0
    for near in range(first, last):
        offset = (near - place) / ratio * 0.95
        window = 0.5 + 0.5 * math.cos(math.pi * (near - place) / (reach + 1))
        total += samples[near] * _sinc(offset) * window * 0.95 / ratio
    return max(-32768, min(32767, round(total)))


def _sinc(x: float) -> float:
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)


def _clear(samples: "array[int]") -> "array[int]":
    """Lift the high tones, where consonants are told apart, as telephones do."""
    pairs = zip(samples, [0, *samples], strict=False)
    return array("h", (round((sample - 0.7 * before) / 1.7) for sample, before in pairs))


def _trimmed(samples: "array[int]") -> "array[int]":
    floor = max(map(abs, samples)) // 60
    heard = [index for index, sample in enumerate(samples) if abs(sample) > floor]
    return samples[max(0, heard[0] - RATE // 50) : heard[-1] + RATE // 20]


def _loud(samples: "array[int]") -> "array[int]":
    factor = 26_000 / max(map(abs, samples))
    return array("h", (round(sample * factor) for sample in samples))


if __name__ == "__main__":
    main()
