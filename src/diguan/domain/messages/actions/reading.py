"""Reading what one was told. Only one's own; it is nothing that the record of acts must hold."""

from datetime import datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.messages.models import Message
from diguan.domain.messages.queries import messages_of
from diguan.domain.messages.refusals import UnableToFindMessage


def read_message(*, message_id: int, actor: Viewer, at: datetime) -> Message:
    """Mark one message of one's own as read; when it was read first stays. UnableToFindMessage for another's and for none alike."""
    own = messages_of(actor.account_id).filter(pk=message_id)
    own.filter(read_at=None).update(read_at=at)
    found = own.first()
    if found is None:
        raise UnableToFindMessage(message_id)
    return found


def read_all_messages(*, until: int, actor: Viewer, at: datetime) -> int:
    """Mark every message up to a number as read: what came after the page was opened stays unread. How many they were."""
    return messages_of(actor.account_id, unread=True).filter(pk__lte=until).update(read_at=at)
