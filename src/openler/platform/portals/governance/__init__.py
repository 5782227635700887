"""On which pages does a governance organization say who may issue what, and where does anybody read it?"""
