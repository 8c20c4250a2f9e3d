"""Identity numbers as somebody types them: checked as reading checks them in a workbook."""

from diguan.domain.registry.actions.events.circumstances import UnableToRecordEvent
from diguan.domain.registry.models import Source
from diguan.engine.documents import Label
from diguan.exchange.reading.cells.identities import IdentityConverter
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.layout import load_layout


def checked_identity(said: str, county: str, year: int) -> str:
    """The number in its normal form; UnableToRecordEvent says what is wrong. In an invented county people have invented numbers.

    `year`: the last in which somebody can have been born.
    """
    invented = Source.objects.filter(load__region_code__startswith=county, synthetic=True).exists()
    found = IdentityConverter(load_layout().words, year, synthetic=invented)(said)
    if isinstance(found, str):
        return found
    if isinstance(found, Bad):
        raise UnableToRecordEvent(
            found.reason,
            Label(
                f"应为{found.expected.zh}；还没有号码的留空",
                f"expected {found.expected.en}; leave it empty where there is none yet",
            ),
            "identity",
        )
    raise UnableToRecordEvent(
        Label("没有写证件号码", "the identity number is missing"),
        Label("还没有号码的留空", "leave it empty where there is none yet"),
        "identity",
    )
