"""Whether the register could come back, and whether its files are free of viruses."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.files import backups
from cases.pages.keeping import backup_lines, virus_line
from cases.queries import virus_finds
from cases.web.gates import StaffRequest, gate


@require_safe
@gate("cases.manage_register", "cases.check_register")
def keeping(request: StaffRequest) -> HttpResponse:
    backup, drill = (backups.newest(settings.BACKUPS_DIR, kind) for kind in ("backup", "drill"))
    waiting, since = virus_finds.waiting()
    context = {
        "backups": backup_lines(backup, drill, at=timezone.now()),
        "files": [virus_line(waiting, since, is_configured=bool(settings.CLAMD))],
        "finds": virus_finds.newest_finds(),
    }
    return render(request, "cases/keeping.html", context)
