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
_PLACE = (
    ExifTags.GPS.GPSLatitudeRef,
    ExifTags.GPS.GPSLatitude,
    ExifTags.GPS.GPSLongitudeRef,
    ExifTags.GPS.GPSLongitude,
)


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
    exif = image.getexif()
    kept = Image.Exif()
    if orientation := exif.get(ExifTags.Base.Orientation):
        kept[ExifTags.Base.Orientation] = orientation
    place = _place(exif) if keep_position else {}
    if place:
        kept[ExifTags.IFD.GPSInfo] = place
    taken_at = _instant(exif)
    written, media_type = _written(image, kept), FORMATS[image.format or ""]
    return Photo(written, media_type, taken_at, position_kept=bool(place))


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


def _written(image: Image.Image, exif: Image.Exif) -> bytes:
    how: dict[str, Any] = {key: image.info[key] for key in KEPT if key in image.info}
    if len(exif):
        how["exif"] = exif.tobytes()
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
    said = exif.get_ifd(ExifTags.IFD.GPSInfo)
    return {int(tag): said[tag] for tag in _PLACE} if all(tag in said for tag in _PLACE) else {}


def _instant(exif: Image.Exif) -> str:
    """Day and time that the camera wrote ("2019:06:30 09:15:00"); empty where it wrote none that can be read."""
    said = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    digits = said.replace(":", "").replace(" ", "")
    whole = len(said) == len("2019:06:30 09:15:00") and digits.isascii() and digits.isdigit() and said[10] == " "
    return f"{said[:10].replace(':', '-')} {said[11:]}" if whole else ""
