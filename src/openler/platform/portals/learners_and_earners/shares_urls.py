"""Where do a learner's shares stand? The portal's own list includes this one."""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.learners_and_earners import shares

urlpatterns: list[URLPattern | URLResolver] = [
    path("wallet/shares/", shares.list_shares, name="wallet_shares"),
    path("wallet/shares/<uuid:share_id>/", shares.show_share, name="wallet_share"),
    path("wallet/shares/<uuid:share_id>/stop/", shares.end_share, name="wallet_share_stop"),
]
