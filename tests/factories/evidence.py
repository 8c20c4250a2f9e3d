"""Photos, papers and packages as people hand them in, and as nobody should."""

import zipfile
from io import BytesIO

from PIL import ExifTags, Image, ImageFilter

TAKEN, CAMERA, COMMENT = "2019:03:01 09:15:00", "CANARY-CAMERA", b"CANARY-COMMENT"
LATITUDE, LONGITUDE = (45.0, 3.0, 30.5), (121.0, 28.0, 7.25)


def picture(size=(64, 48), shade=90):
    """Soft pixels, as of a photo."""
    width, height = size
    image = Image.new("RGB", size)
    image.putdata(
        [(x * 255 // width, y * 255 // height, (x + y + shade) % 256) for y in range(height) for x in range(width)]
    )
    return image.filter(ImageFilter.GaussianBlur(4))


def exif(*, place=True, orientation=6):
    """What a phone writes beside its pixels."""
    said = Image.Exif()
    said[ExifTags.Base.Orientation] = orientation
    said[ExifTags.Base.Make] = CAMERA
    said[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: TAKEN, ExifTags.Base.UserComment: b"CANARY-USER"}
    if place:
        said[ExifTags.IFD.GPSInfo] = {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: LATITUDE,
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: LONGITUDE,
            ExifTags.GPS.GPSProcessingMethod: b"CANARY-METHOD",
        }
    return said


def photo(kind="JPEG", *, shade=90, place=True, size=(64, 48), **how):
    """A photo of a phone."""
    file = BytesIO()
    beside = {"comment": COMMENT, "xmp": b"<x>CANARY-XMP</x>"} if kind == "JPEG" else {}
    picture(size, shade).save(file, kind, exif=exif(place=place).tobytes(), **beside, **how)
    return file.getvalue()


def opened(content):
    """The photo in a file."""
    return Image.open(BytesIO(content))


def pdf(text=b"a paper"):
    """A small PDF."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% " + text + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def package(*, main="word/document.xml", more=(), content=b"<w/>", types=True):
    """A package with a main part."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if types:
            made.writestr("[Content_Types].xml", "<Types/>")
        if main:
            made.writestr(main, content)
        for name, body in more:
            made.writestr(name, body)
    return file.getvalue()
