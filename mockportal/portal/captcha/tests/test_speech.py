"""The sound: ten French digits, joined; its length and pauses are all that varies."""

import io
import wave
from importlib.resources import files

import pytest

from mockportal.portal import captcha
from mockportal.portal.captcha import speech


def heard(wav):
    with wave.open(io.BytesIO(wav)) as track:
        assert track.getparams()[:3] == (1, 2, 8000)
        return track.readframes(track.getnframes())


def spoken(digit):
    return speech._spoken(digit)


@pytest.mark.attack("B08")
def test_the_digits_are_said_in_order_with_pauses_between():
    samples = heard(captcha.sound("challenge", "2957"))

    places = [samples.index(spoken(digit)) for digit in "2957"]
    ends = [place + len(spoken(digit)) for place, digit in zip(places, "2957", strict=True)]
    pauses = [later - end for later, end in zip([*places[1:], len(samples)], ends, strict=True)]
    assert places == sorted(places)
    assert min(pauses) >= 0.7 * 16_000 - 2
    assert max(pauses) <= 1.1 * 16_000 + 2


def test_the_same_challenge_is_the_same_sound():
    assert captcha.sound("challenge", "2957") == captcha.sound("challenge", "2957")


def test_two_challenges_with_one_answer_are_two_sounds():
    sounds = {captcha.sound(f"challenge-{number}", "2957") for number in range(20)}

    assert len(sounds) == 20


def test_ten_words_are_kept_none_of_them_silent_or_twice():
    words = {spoken(str(digit)) for digit in range(10)}

    assert len(words) == 10
    assert all(0.2 * 16_000 < len(word) < 0.7 * 16_000 for word in words)
    assert all(max(word[1::2]) > 64 for word in words)


@pytest.mark.attack("B07")
def test_a_sound_holds_samples_and_nothing_else():
    wav = captcha.sound("challenge", "2957")

    assert wav[:4] == b"RIFF"
    assert wav[12:16] == b"fmt "
    assert wav[36:40] == b"data"
    assert len(wav) == 44 + int.from_bytes(wav[40:44], "little")


def test_the_voice_is_small():
    kept = [file for file in files("mockportal.portal.captcha").iterdir() if file.name[0].isdigit()]

    assert len(kept) == 10
    assert sum(len(file.read_bytes()) for file in kept) < 200_000
