"""What does every request need before a room is asked: the time, limits, headers, and words for what goes wrong?"""
