"""Where does a wallet reach what is kept for it?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.holding import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("wallet", api.state, name="wallet_state"),
    path("wallet/holder", api.holder, name="wallet_holder"),
    path("wallet/items/<str:item_id>", api.item, name="wallet_item"),
]
