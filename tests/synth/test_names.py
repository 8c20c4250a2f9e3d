from random import Random

from diguan.synth.names import load_names

NAMES = load_names()


def test_han_names_begin_with_the_surname():
    rng = Random(1)
    assert all(NAMES.name(rng, "汉族", male=True, surname="王")[0] == "王" for _ in range(50))


def test_mongolian_names_carry_no_surname():
    rng = Random(1)
    drawn = {NAMES.name(rng, "蒙古族", male=False, surname="王") for _ in range(200)}
    starts = NAMES.mongolian[False]
    assert all(name.startswith(starts) for name in drawn)
