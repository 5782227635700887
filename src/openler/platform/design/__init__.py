"""How does everything look? Tokens, components, icons, fonts, and the gallery that shows them in all their states."""
