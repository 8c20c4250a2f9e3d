import pytest

from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT


@pytest.mark.django_db
def test_region_codes_are_compared_by_code_points_on_every_database():
    codes = ["1522220_0000", "152222000000", "152222A00000", "152222a00000", "152223000000"]
    for code in codes:
        Entry.objects.create(at=AT, action="see", subject="x", region_code=code, detail="{}")
    ordered = list(Entry.objects.order_by("region_code").values_list("region_code", flat=True))
    assert ordered == sorted(codes)
    inside = Entry.objects.filter(region_code__gte="152222A00000", region_code__lt="152222_00000")
    assert list(inside.values_list("region_code", flat=True)) == ["152222A00000"]


def test_region_code_field_is_written_without_its_length():
    field = Entry._meta.get_field("region_code")
    _, path, args, kwargs = field.deconstruct()
    assert (path, list(args), kwargs) == ("diguan.domain.fields.RegionCodeField", [], {"blank": True})
