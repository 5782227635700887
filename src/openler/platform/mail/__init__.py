"""How does a letter leave this installation, and what is remembered of it?"""
