"""The sentences beside the figures: what was published, what changed, how far beyond the target."""

import datetime

import pytest

from cases.figures.facts import AgreementFacts, Base
from cases.figures.progress import Progress
from cases.pages.progress import difference, returned_text, sources

FEB, MAY, NOV = datetime.date(2019, 2, 12), datetime.date(2019, 5, 16), datetime.date(2026, 11, 1)
PUBLISHED = "92 identified and 75 planned, as published on 12 Feb 2019. Source: AFP."

BOTH = "Identified changed from 92 to 95 and the target from 75 to 80 on 1 Nov 2026 (Ministry)."


def base(identified=92, target=75, on=FEB, source="AFP") -> Base:
    return Base(on, identified, target, source)


def facts(*bases: Base) -> AgreementFacts:
    """Return an agreement with these bases, the newest first."""
    return AgreementFacts(
        agreement=None, bases=bases, rate=None, waiting=None, published=(), currency="USD"
    )


@pytest.mark.parametrize(
    ("bases", "identified", "sentences"),
    [
        ((), 5, []),
        ((base(),), 0, [PUBLISHED]),
        ((base(),), 92, [PUBLISHED]),
        (
            (base(),),
            95,
            [
                PUBLISHED,
                "95 identified; 92 were published on 12 Feb 2019: 3 registered since.",
            ],
        ),
        (
            (base(),),
            91,
            [
                PUBLISHED,
                "91 identified; 92 were published on 12 Feb 2019: 1 is not yet in the register.",
            ],
        ),
        (
            (base(95, 75, NOV, "Ministry"), base()),
            95,
            [
                "95 identified and 75 planned, as published on 1 Nov 2026. Source: Ministry.",
                "Identified changed from 92 to 95 on 1 Nov 2026 (Ministry).",
            ],
        ),
        (
            (base(92, 25, NOV, "Ministry"), base()),
            92,
            [
                "92 identified and 25 planned, as published on 1 Nov 2026. Source: Ministry.",
                "The target changed from 75 to 25 on 1 Nov 2026 (Ministry).",
            ],
        ),
        (
            (base(95, 80, NOV, "Ministry"), base()),
            95,
            [
                "95 identified and 80 planned, as published on 1 Nov 2026. Source: Ministry.",
                BOTH,
            ],
        ),
        (
            (base(95, 75, NOV, "Ministry"), base(95, 75, MAY, "AFP"), base()),
            95,
            [
                "95 identified and 75 planned, as published on 1 Nov 2026. Source: Ministry.",
                "Identified changed from 92 to 95 on 16 May 2019 (AFP).",
            ],
        ),
        (
            (base(95, 90, NOV, "Ministry"), base(95, 75, MAY, "AFP"), base()),
            98,
            [
                "95 identified and 90 planned, as published on 1 Nov 2026. Source: Ministry.",
                "98 identified; 95 were published on 1 Nov 2026: 3 registered since.",
                "The target changed from 75 to 90 on 1 Nov 2026 (Ministry).",
                "Identified changed from 92 to 95 on 16 May 2019 (AFP).",
            ],
        ),
    ],
)
def test_base_is_told_with_what_differs_and_what_changed(bases, identified, sentences):
    assert sources(facts(*bases), identified) == sentences


@pytest.mark.parametrize(
    ("returned", "target", "sentence"),
    [
        (0, None, "returned home"),
        (3, None, "returned home"),
        (0, 75, "returned home · 0%"),
        (28, 75, "returned home · 37%"),
        (75, 75, "returned home · 100%"),
        (28, 25, "28 returned – 3 more than planned · 112%"),
        (26, 25, "26 returned – 1 more than planned · 104%"),
    ],
)
def test_number_of_the_returned_is_told_with_its_share(returned, target, sentence):
    progress = Progress(
        identified=92,
        returned=returned,
        to_travel=0,
        pending=0,
        ineligible=0,
        closed=0,
        published=92,
        target=target,
    )

    assert returned_text(progress) == sentence


def test_agreement_without_figures_has_no_difference():
    assert difference(None, 98) == []
