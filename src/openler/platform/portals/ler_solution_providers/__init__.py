"""On which pages do those who connect programs work? Tokens, so far."""
