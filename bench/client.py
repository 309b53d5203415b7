"""A browser that only measures: one connection, cookies, forms."""

import http.client
from urllib.parse import urlencode

from bench.forms import filled

#: Says it in an answer of an application of bench/timed.py.
HEADER = "X-Database-Seconds"
#: How long the application waited for the database, answer by answer, in seconds.
waits_for_database: list[float] = []


class Client:
    """One signed-in person on one connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._send("GET", path, None)[1]

    def post(self, path: str, form: list[tuple[str, str]]) -> int:
        """Post a form and return the status; where it leads is not followed."""
        return self._send("POST", path, urlencode(form))[0]

    def post_for_page(self, path: str, form: list[tuple[str, str]]) -> str:
        """Post a form and return the page that answers it."""
        return self._send("POST", path, urlencode(form))[1]

    def sign_in(self, username: str, password: str) -> None:
        form = filled(self.get("/login/"), "username", username=username, password=password)
        status = self.post("/login/", form)
        if status != http.client.FOUND:
            raise RuntimeError(f"{username} cannot sign in: {status}")

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "en",
        }
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        waits_for_database.append(float(answer.headers.get(HEADER, "0")))
        text = answer.read().decode()
        if answer.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return answer.status, text
