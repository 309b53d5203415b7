from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _prepare(using: str, plan: object = None, **_kwargs: object) -> None:
    """Bring functions, triggers, roles, countries and grants up to what the code says.

    A database that was brought only part of the way is left to the release that finishes it.
    """
    from django.apps import apps
    from django.contrib.auth.management import create_permissions

    from cases.casework.countries import set_up_countries, set_up_currencies
    from cases.casework.kept_words import set_up_kept_words
    from cases.casework.roles import set_up_roles
    from cases.models.grants import secure
    from cases.models.install import install, is_whole

    if plan is not None:  # a flush has no plan, and leaves functions and triggers as they are
        if not is_whole(using):
            return
        install(using)
    create_permissions(apps.get_app_config("cases"), verbosity=0, using=using)
    set_up_roles(using)
    set_up_countries(using)
    set_up_currencies(using)
    set_up_kept_words(using)
    secure(using)


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Register")

    def ready(self) -> None:
        from cases.models.columns import guard_columns
        from cases.models.journalled import guard_journalled

        guard_columns()
        guard_journalled()
        # The one signal of the house: what every migrated database must hold.
        post_migrate.connect(_prepare, sender=self, dispatch_uid="cases.prepare")
