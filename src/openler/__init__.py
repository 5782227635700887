"""OpenLER: issue, hold, share and verify learning and employment records."""
