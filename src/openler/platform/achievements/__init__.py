"""What can be earned here? Achievements in versions: drafted, approved by somebody else, published for ever."""
