"""Which pages are anybody's, without signing in? The check of a record."""
