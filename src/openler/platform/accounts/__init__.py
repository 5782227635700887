"""Who is known to this installation? Only the model stands: there is no sign-in in this version."""
