"""How is long work done so that a killed process loses nothing and does nothing twice?"""
