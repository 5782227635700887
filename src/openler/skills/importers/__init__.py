"""Which frameworks are written in this file? One importer a format; they do not know each other."""
