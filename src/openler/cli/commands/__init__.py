"""Which acts can be done from a terminal? One module for each; engine rooms are loaded only when a command runs."""
