"""How is this tried without the world: small files, fake ports, hostile counterparts? Shipped, because users test too."""
