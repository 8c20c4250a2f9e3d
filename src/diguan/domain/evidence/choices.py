"""What may be handed in as evidence."""

from django.db.models import TextChoices


class MediaType(TextChoices):
    """Kinds of files, decided from their content."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


PHOTOS = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP})
ENDINGS = {
    MediaType.JPEG: ".jpg",
    MediaType.PNG: ".png",
    MediaType.WEBP: ".webp",
    MediaType.PDF: ".pdf",
    MediaType.XLSX: ".xlsx",
    MediaType.DOCX: ".docx",
}
LARGEST = 20 << 20  # bytes of one file as it is handed in
LARGEST_KEPT = 2 * LARGEST  # a photo written anew may be larger
NAME_LENGTH = 120
