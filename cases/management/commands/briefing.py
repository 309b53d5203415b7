"""Writes the minister's sheet, the monthly report and the workbook behind them into a folder."""

from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from cases.figures.dashboard import Dashboard, FiguresReader, dashboard
from cases.models import Agreement
from cases.pages.briefings import briefing
from cases.pages.figure_rows import figure_rows, month_figures, titles
from cases.queries.briefings import words_of
from cases.web.asked_days import AskedDays
from cases.web.exports import as_file
from cases.web.typeset import typeset


class Command(BaseCommand):
    help = (
        "Write the briefing, the monthly report and their workbook of each agreement as of today."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the files are written")
        parser.add_argument("--language", default="en", choices=["en", "ru", "tg", "ar"])

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no such folder: {folder}.")
        with translation.override(options["language"]):
            for slug in Agreement.objects.order_by("slug").values_list("slug", flat=True):
                self._write(folder, slug)

    def _write(self, folder: Path, slug: str) -> None:
        board = _as_officials_see(slug)
        if board is None:
            return
        one = board.overview.agreement
        words = words_of(one.pk if one else None, on=board.on)
        rows = [row.cells for row in (*figure_rows(board), *month_figures(board))]
        with closing(as_file(titles(board), rows, name="figures", ending="xlsx")) as workbook:
            figures = b"".join(workbook)
        contents = {
            "briefing.pdf": typeset("briefing", briefing(board, words)),
            "report.pdf": typeset("briefing", briefing(board, words, whole=True)),
            "figures.xlsx": figures,
        }
        for name, content in contents.items():
            path = folder / f"{slug}-{board.on}-{name}"
            path.write_bytes(content)
            self.stdout.write(str(path))


def _as_officials_see(slug: str) -> Dashboard | None:
    """Return the figures of today, returns by month, compared with the end of the last month."""
    days = AskedDays.today_by_month(timezone.localdate())
    return dashboard(FiguresReader(), slug=slug, days=days)
