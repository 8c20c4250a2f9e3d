"""One line a request in the log of the server."""

import logging
import time
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from diguan.web.shared.logs import told
from diguan.web.shared.requests import account_of

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("diguan.requests")
SERVER_ERROR = 500


class RequestLog:
    """Writes one line a request: method, pattern of the address, status, milliseconds, number of the account."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on and write down how it ended."""
        start = time.perf_counter()
        response = self.handler(request)
        milliseconds = round((time.perf_counter() - start) * 1000)
        match, account = request.resolver_match, account_of(request)
        pattern = f"/{match.route}" if match else "-"
        who = account.pk if account else "-"
        level = logging.ERROR if response.status_code >= SERVER_ERROR else logging.INFO
        log.log(level, "%s %s %s %sms account=%s", request.method, pattern, response.status_code, milliseconds, who)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """An error that no page caught; that somebody may not, or asks for what is not there, is none."""
        del request
        if isinstance(error, PermissionDenied | Http404 | SuspiciousOperation):
            return
        log.error("%s", told(error))
