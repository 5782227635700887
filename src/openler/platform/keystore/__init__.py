"""How are secrets kept at rest? The only room of the platform that touches cryptography."""
