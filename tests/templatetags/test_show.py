from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

UNKNOWN = SimpleNamespace(born_earliest=None, born_latest=None)
EXACT = SimpleNamespace(born_earliest=date(2015, 11, 3), born_latest=date(2015, 11, 3))
ROUGH = SimpleNamespace(born_earliest=date(2015, 2, 13), born_latest=date(2016, 2, 12))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ on|day }}", "15 Mar 2019"),
        ("{{ none|day }}", ""),
        ("{{ at|moment }}", "15 Mar 2019, 14:05 (Dushanbe)"),
        ("{{ none|moment }}", ""),
        ("{{ exact|born }}", "3 Nov 2015"),
        ("{{ rough|born }}", "2015 or 2016"),
        ("{{ unknown|born }}", "not known yet"),
        ("{{ exact|age:on }}", "3 y 4 m"),
        ("{{ exact|age:at }}", "3 y 4 m"),
        ("{{ rough|age:on }}", "3 or 4 y (est.)"),
        ("{{ unknown|age:on }}", "not known yet"),
        ("{{ exact|age_today:on }}", "3 y 4 m today"),
        ("{{ unknown|age_today:on }}", "age not known yet"),
        ("{{ exact|age_on:on }}", "3 y 4 m on 15 Mar 2019"),
        ("{{ unknown|age_on:on }}", "age not known yet"),
        ('{{ 1200|money:"USD" }}', "$1,200"),
        ('{{ none|money:"USD" }}', ""),
        ('{{ "TJ-IQ-0041-2"|ref }}', "TJ-IQ-0041-2"),
        ("{{ none|ref }}", "new"),
        ("{{ asks|whole_refs }}", '&lt;b&gt; <span class="ref">TJ-IQ-0041-2</span>.'),
        ("{{ 7|whole_refs }}", "7"),
    ],
)
def test_a_filter_shows(template, text):
    context = {
        "on": date(2019, 3, 15),
        "at": datetime(2019, 3, 15, 9, 5, tzinfo=UTC),
        "exact": EXACT,
        "rough": ROUGH,
        "unknown": UNKNOWN,
        "none": None,
        "asks": "<b> TJ-IQ-0041-2.",
    }

    with translation.override("en"):
        shown = Template("{% load show %}" + template).render(Context(context))

    assert shown == text
