"""The app as Django knows it."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Working days."""

    name = "diguan.domain.calendar"
    label = "calendar"

    def ready(self) -> None:
        """A calendar that cannot be read stops the start, not the first page that counts days."""
        from diguan.domain.calendar.queries import local_calendars  # noqa: PLC0415  settings must be there first

        local_calendars()
