"""Which words do templates have of our own?"""
