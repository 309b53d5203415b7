"""What other systems read, as JSON, and the document that describes it (OpenAPI 3.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.models import Agreement, OutsideTotals, PublishedFigure

VERSION = "1.0.0"
Json = dict[str, Any]


def agreement_json(agreement: Agreement) -> Json:
    return {
        "slug": agreement.slug,
        "title": agreement.title,
        "home": agreement.home.code,
        "holding": agreement.holding.code,
    }


def totals_json(row: OutsideTotals) -> Json:
    """Return approved totals; a cell that is not shown is null."""
    return {
        "as_of": row.as_of.isoformat(),
        "identified": row.identified,
        "eligible": row.eligible,
        "returned": row.returned,
        "by_sex": {
            group: dict(zip(("girls", "boys", "unknown"), line, strict=True))
            for group, line in row.further.get("sexes", {}).items()
        },
        "ages": {
            group: {"least": low, "most": high}
            for group, (low, high) in row.further.get("ages", {}).items()
        },
        "approved_on": wording.as_day(row.approved_at).isoformat() if row.approved_at else None,
        "corrects_earlier": row.corrects_id is not None,
    }


def figure_json(figure: PublishedFigure) -> Json:
    return {
        "published_on": figure.published_on.isoformat(),
        "speaker": figure.speaker,
        "measure": figure.measure,
        "value": str(figure.value.normalize()) if figure.value % 1 else str(int(figure.value)),
        "currency": figure.currency,
        "definition": figure.definition,
        "source": figure.source,
    }


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(name: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_CELL = {"type": ["integer", "null"], "minimum": 10}
_DAY = {"type": "string", "format": "date"}
_SCHEMAS = {
    "Agreement": _object({"slug": _TEXT, "title": _TEXT, "home": _TEXT, "holding": _TEXT}),
    "BySex": _object({"girls": _CELL, "boys": _CELL, "unknown": _CELL}),
    "Range": _object({"least": _COUNT, "most": _COUNT}),
    "Totals": _object(
        {
            "as_of": _DAY,
            "identified": _COUNT,
            "eligible": _COUNT,
            "returned": _COUNT,
            "by_sex": {
                "type": "object",
                "additionalProperties": {"$ref": "#/components/schemas/BySex"},
            },
            "ages": {
                "type": "object",
                "additionalProperties": {"$ref": "#/components/schemas/Range"},
            },
            "approved_on": _DAY,
            "corrects_earlier": {"type": "boolean"},
        }
    ),
    "Figure": _object(
        {
            "published_on": _DAY,
            **dict.fromkeys(("speaker", "measure", "value", "currency"), _TEXT),
            **dict.fromkeys(("definition", "source"), _TEXT),
        }
    ),
    "Error": _object({"error": _object({"code": _TEXT, "message": _TEXT})}),
}
_ERRORS = {
    "401": gettext_lazy("No access key, one that is not known, or one that ended"),
    "403": gettext_lazy("The key reads something else, or another agreement"),
    "404": gettext_lazy("There is no such agreement"),
    "429": gettext_lazy("Too many requests in this minute"),
}


def _operation(name: str, summary: str, result: Json, *, of_one: bool = False) -> Json:
    content = {"application/json": {"schema": result}}
    errors = {
        status: {
            "description": str(words),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
        for status, words in _ERRORS.items()
        if of_one or status != "404"
    }
    slug = {"name": "slug", "in": "path", "required": True, "schema": _TEXT}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [slug] if of_one else [],
            "security": [{"key": []}],
            "responses": {"200": {"description": summary, "content": content}, **errors},
        }
    }


def document() -> Json:
    """Return the description of what is read, for programs that make their client of it."""
    one = {"slug": "SLUG"}

    def at(name: str, **kwargs: str) -> str:
        return reverse(name, kwargs=kwargs).replace("SLUG", "{slug}")

    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Return of children: approved totals"),
            "version": VERSION,
            "description": _(
                "Aggregates that two people approved; no personal data. A null is "
                "not shown, so that no number under ten can be computed."
            ),
        },
        "paths": {
            at("read-agreements"): _operation(
                "agreements", _("The agreements this key reads"), _list_of("Agreement")
            ),
            at("read-totals", **one): _operation(
                "totals",
                _("Approved totals, the newest day first"),
                _list_of("Totals"),
                of_one=True,
            ),
            at("read-figures", **one): _operation(
                "figures", _("What was said in public"), _list_of("Figure"), of_one=True
            ),
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """One address, as people read of it: what an entry of its answer has, by name and kind."""

    call: str
    summary: str
    fields: list[tuple[str, str]]


def readings() -> list[ReadAddress]:
    """Return what ``document`` says, for people: nothing is described twice."""
    described = document()
    schemas = described["components"]["schemas"]
    addresses = []
    for path, item in described["paths"].items():
        answer = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        fields = list(_fields(answer["items"], schemas))
        addresses.append(ReadAddress(f"GET {path}", item["get"]["summary"], fields))
    return addresses


def refusals() -> list[tuple[str, str]]:
    """Return each status by which a request is refused, and why."""
    return [(status, str(words)) for status, words in _ERRORS.items()]


def _fields(schema: Json, schemas: Json, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each field below a schema; ``{group}`` stands for a name that is a group."""
    if "$ref" in schema:
        yield from _fields(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    elif schema["type"] == "object":
        inner = schema.get("properties") or {"{group}": schema["additionalProperties"]}
        for below, each in inner.items():
            yield from _fields(each, schemas, f"{name}.{below}".lstrip("."))
    else:
        yield name, _kind(schema)


def _kind(schema: Json) -> str:
    if schema == _CELL:
        return _("a number of ten or more, or null where it is not shown")
    if schema == _DAY:
        return _("a day: 2026-11-30")
    kinds = {"string": _("text"), "integer": _("a number"), "boolean": "true, false"}
    return kinds[schema["type"]]
