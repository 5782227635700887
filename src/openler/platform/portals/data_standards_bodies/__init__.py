"""Which pages do data standards bodies work on, and where does everybody read their frameworks?"""
