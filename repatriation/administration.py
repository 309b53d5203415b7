"""Django's administration, its tables in groups by what they are for.

Outside ``cases.admin``, which registers its tables on the site while it is imported.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

#: The tables of each group, by the names of their models, in the order in which they are set up.
GROUPS = (
    (
        "agreements",
        _("Agreements and their terms"),
        (
            *("agreement", "agreementfigures", "agreementstatement", "publishedfigure"),
            *("criteriaset", "requirement", "kindofclearance", "consentrule"),
            *("stagelimit", "followuprule", "ageclock", "retentionterm", "termchange"),
        ),
    ),
    ("fees", _("Fees"), ("feeschedule", "currency")),
    ("places", _("Places"), ("country", "place")),
    ("access", _("People and roles"), ("user", "team", "rolegrant")),
    ("texts", _("The ministry and its texts"), ("ministry", "phrase")),
    (
        "cases",
        _("Cases"),
        (
            *("mother", "child", "person", "personname", "identifier", "duplicateanswer"),
            *("agreementchange", "motherchange", "formerreference", "restatement", "note"),
            *("document", "task"),
            *("consent", "consentverification", "clearance", "hearing", "assessment", "finding"),
            *("kinshipclaim", "claimevidence", "bestinterestsnote", "siblingexception"),
            *("movement", "passenger", "handover", "placement", "followup"),
        ),
    ),
    (
        "money",
        _("Payments"),
        (
            *("fee", "paymentbatch", "batchline", "receipt", "receiptscan", "receiptline"),
            *("reversal", "bankstatement", "statementline", "bankmatch", "undonematch"),
            *("withdrawnpayment", "explanation"),
        ),
    ),
    ("audit", _("Journal and access"), ("journal", "accessrow")),
)

#: Django's sentences that name a kind of record. In its Russian the word is not declined, nor does
#: the verb agree with it ("Добавить ставка"): our catalogue says them so that it need not be.
DJANGOS = (
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("Select %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("Cannot delete %(name)s"),
    gettext_noop("Delete selected %(verbose_name_plural)s"),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
)


class Administration(AdminSite):
    """Lists the register's tables by group; a table of no group stays in the list of its app."""

    site_header = _("Child Return Register")
    site_title = _("Administration")
    index_title = _("Reference data and users")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        ours = next((app for app in apps if app["app_label"] == "cases"), None)
        if app_label or ours is None:
            return apps
        tables = {table["object_name"].lower(): table for table in ours["models"]}
        index = reverse("admin:index", current_app=self.name)
        groups = [
            {
                **ours,
                "app_label": group,
                "name": name,
                "models": held,
                # The row by which Django's own list marks the group.
                "app_url": f"{index}#{group}-{held[0]['object_name'].lower()}",
            }
            for group, name, models in GROUPS
            if (held := [tables.pop(model) for model in models if model in tables])
        ]
        rest = [{**ours, "models": list(tables.values())}] if tables else []
        return [*groups, *rest, *(app for app in apps if app is not ours)]


class AdministrationConfig(AdminConfig):
    """Takes the place of Django's own config."""

    default_site = "repatriation.administration.Administration"
