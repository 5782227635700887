"""What does the map show: stakeholders, phases, acts, the story, promises and words?"""
