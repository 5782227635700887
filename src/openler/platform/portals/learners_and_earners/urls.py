"""Where do the pages of learners and earners stand?"""

from django.urls import URLPattern, URLResolver, include, path

from openler.platform.portals.learners_and_earners import issued, wallet

urlpatterns: list[URLPattern | URLResolver] = [
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/share/", wallet.share, name="wallet_make_share"),
    path("wallet/screens/", wallet.screens, name="wallet_screens"),
    path("wallet/issued/", issued.list_issued, name="wallet_issued"),
    path("wallet/issued/<uuid:seat>/", issued.show_issued, name="wallet_issued_one"),
    path("wallet/issued/<uuid:seat>/object/", issued.object_to_issued, name="wallet_object"),
    path("", include("openler.platform.portals.learners_and_earners.shares_urls")),
]
