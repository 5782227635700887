"""What was learned, in comparable terms: frameworks' edges in, explained matches out. Pure."""
