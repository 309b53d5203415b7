"""Who signs in to the administration, and the addresses of its pages."""

import pytest
from django.urls import reverse


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page(model, name="changelist", *args):
    return reverse(f"admin:cases_{model._meta.model_name}_{name}", args=args)
