"""On which pages does an organization look after the records that it issued?"""
