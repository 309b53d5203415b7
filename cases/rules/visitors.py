"""From where somebody is signed in, in words: which browser, roughly which address."""

import ipaddress

#: What stands in the line that a browser sends, the more particular first.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "YaBrowser/": "Yandex Browser",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_of(line: str) -> tuple[str, str]:
    """Return the browser and the system that a browser says it is, "" for what it does not say."""
    return _first(_BROWSERS, line), _first(_SYSTEMS, line)


def _first(names: dict[str, str], line: str) -> str:
    return next((name for sign, name in names.items() if sign in line), "")


def shortened(address: str | None) -> str:
    """Return the network of an address: enough to know it again, not to find somebody by it."""
    try:
        network = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if network.version == 4:
        return ".".join([*str(network).split(".")[:3], "…"])
    return ":".join([*network.exploded.split(":")[:3], "…"])
