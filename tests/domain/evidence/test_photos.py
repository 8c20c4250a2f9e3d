import random
import zlib

import pytest
from PIL import ExifTags, ImageChops, ImageStat

from diguan.domain.evidence.choices import MediaType
from diguan.domain.evidence.photos import MOST_PIXELS, plain_photo
from diguan.domain.evidence.refusals import UnableToTakeEvidence
from tests.factories.evidence import LATITUDE, LONGITUDE, opened, photo, picture

KINDS = {"JPEG": MediaType.JPEG, "PNG": MediaType.PNG, "WEBP": MediaType.WEBP}


@pytest.mark.parametrize("kind", KINDS)
def test_photo_loses_what_its_camera_wrote(kind):
    given = photo(kind)
    kept = plain_photo(given, "a.jpg", keep_position=False)
    assert b"CANARY" in given
    assert b"CANARY" not in kept.content
    assert kept.media_type == KINDS[kind]
    image = opened(kept.content)
    assert image.format == kind
    assert dict(image.getexif()) == {ExifTags.Base.Orientation: 6}  # which side is up
    assert image.size == (64, 48)


@pytest.mark.parametrize("kind", KINDS)
def test_place_stays_only_where_it_is_wanted(kind):
    without, kept = (plain_photo(photo(kind), "a.jpg", keep_position=wanted) for wanted in (False, True))
    assert (without.position_kept, kept.position_kept) == (False, True)
    assert opened(without.content).getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
    place = opened(kept.content).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert place[ExifTags.GPS.GPSLatitude] == LATITUDE
    assert place[ExifTags.GPS.GPSLongitude] == LONGITUDE
    assert ExifTags.GPS.GPSProcessingMethod not in place
    assert b"CANARY" not in kept.content


def test_photo_without_a_place_keeps_none():
    assert not plain_photo(photo(place=False), "a.jpg", keep_position=True).position_kept


def test_instant_of_the_camera_is_told():
    assert plain_photo(photo(), "a.jpg", keep_position=False).taken_at == "2019-03-01 09:15:00"
    assert plain_photo(photo("PNG", place=False), "a.png", keep_position=False).taken_at == "2019-03-01 09:15:00"


@pytest.mark.parametrize(("kind", "most"), [("JPEG", 1), ("PNG", 0), ("WEBP", 3)])
def test_pixels_are_hardly_changed(kind, most):
    given = photo(kind, quality=90)
    kept = plain_photo(given, "a", keep_position=False)
    difference = ImageChops.difference(opened(given).convert("RGB"), opened(kept.content).convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) <= most  # of 255


def test_photo_of_two_pictures_keeps_the_first():
    given = photo("MPO", save_all=True, append_images=[picture(shade=7)])
    kept = plain_photo(given, "a.jpg", keep_position=False)
    assert (opened(given).format, opened(kept.content).format) == ("MPO", "JPEG")
    assert b"CANARY" not in kept.content


def test_same_photo_is_kept_as_the_same_bytes():
    assert plain_photo(photo(), "a", keep_position=True) == plain_photo(photo(), "b", keep_position=True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_photo_that_is_cut_off_is_refused(kind, share):
    given = photo(kind, size=(200, 150))
    with pytest.raises(UnableToTakeEvidence, match="is no whole photo"):
        plain_photo(given[: int(len(given) * share)], "a.jpg", keep_position=False)


def test_photo_of_too_many_pixels_is_refused_before_they_are_opened():
    wide = bytearray(photo("PNG", size=(64, 48)))
    wide[16:24] = (12_000).to_bytes(4, "big") + (8_000).to_bytes(4, "big")
    wide[29:33] = zlib.crc32(bytes(wide[12:29])).to_bytes(4, "big")
    assert MOST_PIXELS < 12_000 * 8_000
    with pytest.raises(UnableToTakeEvidence, match="too many pixels"):
        plain_photo(bytes(wide), "a.png", keep_position=False)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says of each what it could not read
@pytest.mark.parametrize("kind", [*KINDS, "MPO"])
def test_damaged_photo_is_refused_or_kept_plain_and_nothing_else_happens(kind):
    more = {"save_all": True, "append_images": [picture(shade=7)]} if kind == "MPO" else {}
    given, drawn = photo(kind, **more), random.Random(20)
    for _ in range(400):
        content = bytearray(given)
        for _ in range(drawn.randint(1, 8)):
            content[drawn.randrange(12, len(content))] = drawn.randrange(256)
        try:
            kept = plain_photo(bytes(content), "a.jpg", keep_position=True)
        except UnableToTakeEvidence:
            continue
        assert b"CANARY" not in kept.content


@pytest.mark.parametrize("damage", [(b"MM\x00*", b"MMj*"), (b"Exif\x00\x00MM", b"Exif\x00\x00XX")])
def test_photo_whose_camera_wrote_nonsense_is_kept_without_it(damage):
    content = photo().replace(*damage)
    assert content != photo()
    kept = plain_photo(content, "a.jpg", keep_position=True)
    assert (kept.taken_at, kept.position_kept, dict(opened(kept.content).getexif())) == ("", False, {})
