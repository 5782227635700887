"""Which fictional ecosystem shows what this program does, and how does one step into it? Only in a demonstration."""
