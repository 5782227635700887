"""Which pages do employers and their applicants work on? Postings, applications, decisions, and the two ends."""
