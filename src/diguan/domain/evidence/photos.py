"""A photo as it is kept: its pixels and colours, and nothing of what the camera wrote beside them unless a rule wants the place."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, JpegImagePlugin, UnidentifiedImageError

from diguan.domain.evidence.choices import MediaType
from diguan.domain.evidence.refusals import UnableToTakeEvidence
from diguan.engine.documents import Label

MOST_PIXELS = 64_000_000  # a phone's largest photo; 200 MB while it is opened
FORMATS = {"JPEG": MediaType.JPEG, "MPO": MediaType.JPEG, "PNG": MediaType.PNG, "WEBP": MediaType.WEBP}
KEPT = ("icc_profile", "transparency")  # without these the picture looks different
WEBP_QUALITY = 95
ORIENTATIONS = range(1, 9)
DAMAGED = (SyntaxError, ValueError, TypeError, KeyError, OSError, ZeroDivisionError, struct.error)  # of EXIF
_PLACE = (
    (("N", "S"), ExifTags.GPS.GPSLatitudeRef, ExifTags.GPS.GPSLatitude, 90),
    (("E", "W"), ExifTags.GPS.GPSLongitudeRef, ExifTags.GPS.GPSLongitude, 180),
)
DEGREE_PARTS = 3  # degrees, minutes, seconds
HUNDREDTHS = 360_000  # of a second in a degree


@dataclass(frozen=True, slots=True)
class Photo:
    """Content to be kept, and what its camera said of the instant ("2019-06-30 09:15:00", or empty)."""

    content: bytes
    media_type: MediaType
    taken_at: str
    position_kept: bool


def plain_photo(content: bytes, name: str, *, keep_position: bool) -> Photo:
    """The photo written anew. UnableToTakeEvidence when it cannot be opened to its last pixel, or has too many of them.

    A JPEG keeps its quantization tables, so that hardly a pixel changes. Of the EXIF stays which
    side is up, and with `keep_position` where.
    """
    image = _opened(content, name)
    beside, taken_at, position_kept = _beside(image, keep_position=keep_position)
    return Photo(_written(image, beside), FORMATS[image.format or ""], taken_at, position_kept)


def _beside(image: Image.Image, *, keep_position: bool) -> tuple[bytes, str, bool]:
    """EXIF that stays, the instant, whether the place is in it. What nobody can read of it is as if it were not there."""
    kept = Image.Exif()
    try:
        exif = image.getexif()
        if (up := exif.get(ExifTags.Base.Orientation)) in ORIENTATIONS:
            kept[ExifTags.Base.Orientation] = up
        if keep_position and (place := _place(exif)):
            kept[ExifTags.IFD.GPSInfo] = place
        return (kept.tobytes() if len(kept) else b""), _instant(exif), ExifTags.IFD.GPSInfo in kept
    except DAMAGED:
        return b"", "", False


def _opened(content: bytes, name: str) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height > MOST_PIXELS:
            raise _too_many(image, name)
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many(None, name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        found = Label("不是完整的照片", "is no whole photo")
        raise UnableToTakeEvidence(name, found, Label("请重新拍摄或重新传送", "take it or send it again")) from error
    return image


def _too_many(image: Image.Image | None, name: str) -> UnableToTakeEvidence:
    size = f"{image.width}×{image.height}" if image else ""
    return UnableToTakeEvidence(
        name,
        Label(f"像素太多 {size}".strip(), f"has too many pixels {size}".strip()),
        Label(
            f"请缩小到 {MOST_PIXELS // 1_000_000} 百万像素以内",
            f"make it smaller, at most {MOST_PIXELS // 1_000_000} million",
        ),
    )


def _written(image: Image.Image, exif: bytes) -> bytes:
    how: dict[str, Any] = {key: image.info[key] for key in KEPT if key in image.info}
    if exif:
        how["exif"] = exif
    file, kind = BytesIO(), image.format
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        how |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
        kind = "JPEG"
    elif kind == "WEBP":
        how["quality"] = WEBP_QUALITY
    image.info = {}  # comments, texts and whatever else a program may have put there
    image.save(file, kind, **how)
    return file.getvalue()


def _place(exif: Image.Exif) -> dict[int, Any]:
    """Latitude and longitude to a hundredth of a second, written anew; nothing where either is no place on the Earth.

    A tag may hold any bytes, and so may the numerator of a fraction: what was written there is not copied.
    """
    said = exif.get_ifd(ExifTags.IFD.GPSInfo)
    found: dict[int, Any] = {}
    for sides, side, tag, most in _PLACE:
        parts = tuple(said.get(tag, ()))
        degrees = sum(float(part) / 60**n for n, part in enumerate(parts))
        if said.get(side) not in sides or len(parts) != DEGREE_PARTS or not 0 <= degrees <= most:
            return {}
        found |= {int(side): said[side], int(tag): _divided(degrees)}
    return found


def _divided(degrees: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds."""
    whole, rest = divmod(round(degrees * HUNDREDTHS), HUNDREDTHS)
    minutes, seconds = divmod(rest, HUNDREDTHS // 60)
    return float(whole), float(minutes), seconds / 100


def _instant(exif: Image.Exif) -> str:
    """Day and time that the camera wrote ("2019:06:30 09:15:00"); empty where it wrote none that can be read."""
    said = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    digits = said.replace(":", "").replace(" ", "")
    whole = len(said) == len("2019:06:30 09:15:00") and digits.isascii() and digits.isdigit() and said[10] == " "
    return f"{said[:10].replace(':', '-')} {said[11:]}" if whole else ""
