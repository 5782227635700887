"""On which pages does somebody sign in, look after their account, and belong to organizations?"""
