"""The API as the library knows it: how its errors are said, and how it describes itself (OpenAPI 3.1)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from diguan.domain.refusals import UnableToAct
from diguan.rest.frame.callers import viewer_from
from diguan.rest.frame.describing import described
from diguan.rest.frame.expecting import fault_of
from diguan.rest.frame.problems import ABSENT, INVALID, Refused, problem


class PlainJson(JSONRenderer):
    """JSON with Chinese as Chinese."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012  the library's own way


class Api(NinjaAPI):
    """Keeps what was sent with each error, so that a refusal can say it, and completes its own description."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Every error with its place from the outside: "body", "query" or "path" first, without the library's own names."""
        errors = []
        for context in error_contexts:
            names = context.model.__ninja_flatten_map_reverse__
            for error in context.pydantic_validation_error.errors(include_url=False):
                place = names.get(error["loc"], error["loc"])
                inner = (
                    place[1:] if context.model.__ninja_param_source__ in ("body", "query") and len(place) > 1 else place
                )
                errors.append({**error, "loc": (context.model.__ninja_param_source__, *inner)})
        return ValidationError(errors)

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:  # noqa: ANN401  where it is mounted
        """The description with every error of every operation, and texts in both languages."""
        return described(super().get_openapi_schema(**kwargs))


def signed_in(request: HttpRequest) -> bool:
    """Whether the door has let a program in: it has, or nobody would be here."""
    return viewer_from(request).account_id > 0


signed_in.openapi_security_schema = {"type": "http", "scheme": "bearer"}  # type: ignore[attr-defined]  # read by the library


def speaks_problems(api: NinjaAPI) -> None:
    """Errors leave as problems."""

    @api.exception_handler(UnableToAct)
    def refused_by_domain(request: HttpRequest, error: UnableToAct) -> HttpResponse:
        return problem(request, Refused.of(error))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(request, error)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        del error
        return problem(request, Refused(ABSENT))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(request, Refused(INVALID, errors=[fault_of(each) for each in error.errors]))

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, Refused(error.status_code))
