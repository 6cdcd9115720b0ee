"""The picture: legible, small, the same everywhere, and it says its digits to eyes alone."""

import io
import subprocess
import sys
import time
import zlib

import pytest
from PIL import Image

from mockportal.portal import captcha
from mockportal.portal.captcha import picture

CODES = [f"{number * 7919 % 10_000:04}" for number in range(300)]


def opened(png):
    return Image.open(io.BytesIO(png))


def ink_of(png):
    """Return the digits alone: the two high bits of a pixel."""
    indexes = opened(png).tobytes()
    return [index >> 2 for index in indexes]


def test_the_same_challenge_is_the_same_picture_on_every_process():
    first = picture.image.__wrapped__("Y4iJMGYy6kU9TKaaGIdVxzkk7bE", "2957")
    second = picture.image.__wrapped__("Y4iJMGYy6kU9TKaaGIdVxzkk7bE", "2957")

    assert first == second
    assert zlib.crc32(opened(first).convert("RGB").tobytes()) == 447843661


def test_two_challenges_with_one_answer_are_two_pictures():
    pictures = {captcha.image(f"challenge-{number}", "2957") for number in range(50)}

    assert len(pictures) == 50


@pytest.mark.parametrize("digits", ["7", "2957", "123456", "00112233"])
def test_a_picture_is_as_wide_as_its_code_is_long(digits):
    shown = opened(captcha.image("challenge", digits))

    assert shown.format == "PNG"
    assert shown.size == (2 * picture.MARGIN + picture.TILE_WIDTH * len(digits), picture.HEIGHT)


def test_a_picture_of_four_digits_weighs_at_most_3_kb():
    assert max(len(captcha.image(code, code)) for code in CODES) <= 3000


@pytest.mark.parametrize("digit", "0123456789")
def test_each_digit_is_drawn_in_its_place_and_nowhere_else(digit):
    ink = ink_of(captcha.image("challenge", digit))

    width = 2 * picture.MARGIN + picture.TILE_WIDTH
    margins = [ink[at] for at in range(len(ink)) if not 16 <= at % width < width - 16]
    drawn = sum(level == 3 for level in ink)
    assert not any(margins)
    assert 250 < drawn < 1200


def test_digits_differ_from_each_other_more_than_from_themselves():
    tiles = picture._pool().tiles

    def apart(one, other):
        joined = int.from_bytes(b"".join(one)) ^ int.from_bytes(b"".join(other))
        return joined.bit_count()

    own = [apart(tiles[d][0], tiles[d][v]) for d in range(10) for v in range(1, 12)]
    others = [apart(tiles[d][v], tiles[e][v]) for d in range(10) for e in range(d) for v in (0, 1)]
    assert sum(own) / len(own) < sum(others) / len(others)


@pytest.mark.parametrize("colours", range(len(picture._INKS)))
def test_ink_stands_out_from_paper_and_from_noise(colours):
    palette = picture.palette(colours)

    assert _contrast(palette[0b1100], palette[0b0000]) >= 7
    assert _contrast(palette[0b1100], palette[0b0011]) >= 3


def _contrast(one, other):
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (level / 255 for level in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.attack("B07")
def test_nothing_but_pixels_tells_the_digits():
    png = captcha.image("challenge", "2957")

    shown = opened(png)
    assert shown.info == {}
    assert [name for name, _ in picture.png._chunks(png)] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert b"2957" not in png


def test_a_picture_is_drawn_without_pillow(subprocess_modules):
    assert "PIL" not in subprocess_modules
    assert "zlib" in subprocess_modules


@pytest.fixture
def subprocess_modules():
    """Return what a process has loaded once it has drawn a CAPTCHA and said one."""
    program = (
        "import sys; from mockportal.portal import captcha; captcha.image('a', '1');"
        "captcha.sound('a', '1'); print(*{name.partition('.')[0] for name in sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return run.stdout.decode().split()


def test_drawing_takes_a_fraction_of_a_millisecond():
    captcha.image("warm", "0000")

    start = time.process_time()
    for code in CODES:
        picture.image.__wrapped__(code, code)
    spent = time.process_time() - start

    assert spent / len(CODES) < 0.001


def test_few_pictures_are_remembered():
    for number in range(500):
        captcha.image(f"challenge-{number}", "2957")

    assert captcha.image.cache_info().currsize == 128
