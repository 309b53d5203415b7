"""What the page of registering sends, and the errors that it answers with."""

import re
import uuid

NEW = "/mothers/new/"


def typed(*children, token=None, **fields):
    """What the page sends: a mother and children, each a dict of its fields."""
    sent = {"token": str(token or uuid.uuid4()), "mother-name_family": "Манижа Раҳимова"}
    sent["child-TOTAL_FORMS"] = str(len(children))
    for position, child in enumerate(children):
        sent |= {f"child-{position}-{name}": value for name, value in child.items()}
    return sent | fields


BILOL = {"name_family": "Билол", "born": "10m", "sex": "m"}
HADICHA = {"name_family": "Хадича", "name_official": "خديجة", "born": "2013", "sex": "f"}


def sentences(response):
    """What stands in the summary of errors."""
    text = response.content.decode()
    summary = re.search(r'class="esum".*?</ul>', text, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [re.sub("<[^>]+>", "", item).strip() for item in found]
