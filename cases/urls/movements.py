"""Addresses of movements and places."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import journeys, manifests, movements, places, siblings

movement_urls: Urls = [
    path("", movements.movement_list, name="movements"),
    path("new/", movements.movement_new, name="movement-new"),
    path("<reference:reference>/", movements.movement, name="movement"),
    path("<reference:reference>/change/", movements.movement_change, name="movement-change"),
    path("<reference:reference>/propose/", movements.movement_propose, name="movement-propose"),
    path("<reference:reference>/escort/", movements.movement_escort, name="movement-escort"),
    path("<reference:reference>/manifest/", manifests.movement_manifest, name="movement-manifest"),
    path(
        "<reference:reference>/manifest/<slug:pair>.pdf",
        manifests.manifest_pdf,
        name="manifest-pdf",
    ),
    path(
        "<reference:reference>/manifest/<slug:pair>.xlsx",
        manifests.manifest_xlsx,
        name="manifest-xlsx",
    ),
    path("<reference:reference>/lock/", journeys.lock, name="movement-lock"),
    path("<reference:reference>/approve/", journeys.approve, name="movement-approve"),
    path("<reference:reference>/board/", journeys.board, name="movement-board"),
    path("<reference:reference>/depart/", journeys.depart, name="movement-depart"),
    path("<reference:reference>/arrive/", journeys.arrive, name="movement-arrive"),
    path("<reference:reference>/turn-back/", journeys.turn_back, name="movement-turn-back"),
    path("<reference:reference>/undo/", journeys.take_back, name="movement-undo"),
    path("<reference:reference>/cancel/", journeys.cancel, name="movement-cancel"),
    path("<reference:reference>/seats/<int:seat>/board/", journeys.seat_board, name="seat-board"),
    path(
        "<reference:reference>/seats/<int:seat>/take-off/", journeys.take_off, name="seat-take-off"
    ),
    path("<reference:reference>/seats/<int:seat>/no-show/", journeys.no_show, name="seat-no-show"),
    path("<reference:reference>/seats/<int:seat>/undo/", journeys.put_back, name="seat-undo"),
    path("<reference:reference>/siblings/<reference:child>/", siblings.exception, name="exception"),
    path(
        "<reference:reference>/siblings/<reference:child>/approve/",
        siblings.exception_approve,
        name="exception-approve",
    ),
]
urlpatterns: Urls = [
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.place, name="place"),
    path("movements/", include(movement_urls)),
]
