"""Where do learners and earners keep, show and follow their records?"""
