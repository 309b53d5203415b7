from django.apps import AppConfig
from django.core.checks import Tags, register


class RepatriationConfig(AppConfig):
    name = "repatriation"

    def ready(self) -> None:
        from repatriation.checks import second_factor_is_on

        register(second_factor_is_on, Tags.security, deploy=True)
