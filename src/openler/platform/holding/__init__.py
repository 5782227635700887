"""What does the installation keep for a holder? A public key and sealed items that it cannot open."""
