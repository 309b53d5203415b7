"""Who reads by an access key: the key is asked first, then how often, then what it may read."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from cases.casework.access_keys import PREFIX, digest_of
from cases.models import AccessKey
from cases.vocabulary import KeyScope
from cases.web.gates import View, signed_out
from cases.web.waiting import address_of

#: So many requests of one key in a minute, and of an address without a good one; in each process.
BY_KEY, BY_ADDRESS = 60, 20
_MINUTE = 60


class NotRead(Exception):
    """A request is not answered: the status, a word for programs, a sentence for people."""

    def __init__(self, status: int, code: str, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status, self.code, self.headers = status, code, headers


def answer(
    content: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return JSON that a program reads the same in every language."""
    response = JsonResponse(
        content, status=status, safe=False, json_dumps_params={"ensure_ascii": False}
    )
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def refusal(problem: NotRead) -> HttpResponse:
    headers = {name.replace("_", "-"): value for name, value in problem.headers.items()}
    content = {"error": {"code": problem.code, "message": str(problem)}}
    return answer(content, status=problem.status, headers=headers)


def read_in_json(view: Callable[..., object]) -> View:
    """Answer a program with what ``view`` returns, or with why it is not answered."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with translation.override("en"):
            try:
                _refuse_writing(request)
                return answer(view(request, **kwargs))
            except NotRead as problem:
                return refusal(problem)

    # No cookie is read and nothing is written here: a POST is refused in JSON, not by a page.
    return csrf_exempt(signed_out(answered))


def read_by_key(scope: KeyScope | None) -> Callable[[Callable[..., object]], View]:
    """Let a view answer whoever has a good key for ``scope``, any for None."""

    def decorate(view: Callable[..., object]) -> View:
        @wraps(view)
        def keyed(request: HttpRequest, **kwargs: Any) -> object:
            return view(request, key=key_of(request, scope), **kwargs)

        return read_in_json(keyed)

    return decorate


def _refuse_writing(request: HttpRequest) -> None:
    if request.method not in {"GET", "HEAD"}:
        raise NotRead(405, "not_allowed", "This address is only read: GET.", Allow="GET, HEAD")


def key_of(request: HttpRequest, scope: KeyScope | None) -> AccessKey:
    """Return the key of a request. Raises ``NotRead``."""
    kind, _space, words = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not words.strip():
        _limit(f"address {address_of(request)}", BY_ADDRESS)
        raise _unknown("no_key", f"Send an access key: Authorization: Bearer {PREFIX}…")
    digest = digest_of(words.strip())
    key = AccessKey.objects.select_related("agreement").filter(digest=digest).first()
    if key is None:
        _limit(f"address {address_of(request)}", BY_ADDRESS)
        raise _unknown("unknown_key", "This access key is not known.")
    _limit(f"key {key.pk}", BY_KEY)
    _refuse_ended(key)
    if scope and key.scope not in (scope, KeyScope.ALL):
        sentence = f"This access key reads “{key.get_scope_display()}” and nothing else."
        raise NotRead(403, "other_scope", sentence)
    return key


def _refuse_ended(key: AccessKey) -> None:
    if key.ended_at:
        day = timezone.localdate(key.ended_at)
        raise _unknown("ended_key", f"This access key was ended on {day}. Ask for a new one.")
    if key.good_until < timezone.localdate():
        sentence = f"This access key was good until {key.good_until}. Ask for a new one."
        raise _unknown("ended_key", sentence)


def _unknown(code: str, sentence: str) -> NotRead:
    return NotRead(401, code, sentence, WWW_Authenticate="Bearer")


def _limit(who: str, most: int) -> None:
    """Count a request of this minute. Raises ``NotRead`` above ``most``."""
    now = timezone.now()
    name = f"read {who} {now:%Y%m%d%H%M}".replace(" ", ":")
    cache.add(name, 0, timeout=2 * _MINUTE)
    try:
        n = cache.incr(name)
    except ValueError:  # fell out of the cache between the two
        return
    if n > most:
        wait = _MINUTE - now.second
        sentence = f"More than {most} requests in a minute. Try again in {wait} seconds."
        raise NotRead(429, "too_many", sentence, Retry_After=str(wait))
