"""Under which addresses do the standards' own protocols reach this platform? One package each, thin, over services."""
