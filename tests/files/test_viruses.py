"""The virus scanner: clean, infected, down, slow, or talking nonsense."""

import pytest

from cases.files import viruses
from cases.files.papers import CannotTakePaper, take_in
from cases.files.viruses import checked
from cases.vocabulary import VirusCheck
from tests import papers
from tests.scanner import VIRUS, answering, clamd, hangs_up, silent


def test_clean_and_infected_files_are_told_apart(settings, tmp_path):
    with clamd() as settings.CLAMD:
        assert checked(b"x" * 700_000).outcome == VirusCheck.CLEAN
        infected = checked(b"x" * 300_000 + VIRUS)
    with clamd(path=tmp_path / "clamd.sock") as settings.CLAMD:
        assert checked(b"").outcome == VirusCheck.CLEAN

    assert (infected.outcome, infected.virus) == (VirusCheck.INFECTED, "Eicar-Test-Signature")


@pytest.mark.parametrize(
    "answer",
    [
        hangs_up,
        answering(),
        answering(b"INSTREAM size limit exceeded. ERROR\0"),
        answering(b"stream: OK and more\0"),
        answering(b"other: FOUND\0"),
        answering(b"HTTP/1.1 200 OK\r\n\r\n\0"),
        answering(b"\xff" * 9000),
        answering(b"stream: OK\0stream: Eicar FOUND\0"),
        answering(b"stream: not OK", b"\0"),
        answering(b"\0"),
    ],
)
def test_file_waits_when_the_answer_is_no_answer(settings, answer):
    with clamd(answer) as settings.CLAMD:
        assert checked(b"paper").outcome == VirusCheck.WAITING


def test_file_waits_when_the_scanner_is_down_or_slow(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(viruses, "SECONDS", 0.05)
    with clamd() as gone:
        pass

    for settings.CLAMD in (gone, str(tmp_path / "none.sock"), "[::1]:1"):
        assert checked(b"paper").outcome == VirusCheck.WAITING
    with clamd(silent) as settings.CLAMD:
        assert checked(b"paper").outcome == VirusCheck.WAITING


def test_answer_in_pieces_is_an_answer(settings):
    with clamd(answering(b"stream: Ei", b"car <b> FOUND", b"\0")) as settings.CLAMD:
        infected = checked(b"paper")

    assert (infected.outcome, infected.virus) == (VirusCheck.INFECTED, "Eicar ?b?")


def test_paper_with_a_virus_is_refused_and_one_unchecked_waits(settings):
    with clamd() as settings.CLAMD:
        clean = take_in("paper.pdf", papers.sent())
        with pytest.raises(CannotTakePaper, match="A virus was found in this file") as refusal:
            take_in("paper.pdf", papers.sent(papers.pdf(text=VIRUS)))
    waits = take_in("paper.pdf", papers.sent())
    settings.CLAMD = ""
    unasked = take_in("paper.pdf", papers.sent())

    assert refusal.value.infected.virus == "Eicar-Test-Signature"
    assert [paper.virus_check for paper in (clean, waits, unasked)] == ["clean", "waiting", "none"]
    assert "The virus scanner does not answer" in waits.changes[0]
    assert clean.changes == unasked.changes == ()
