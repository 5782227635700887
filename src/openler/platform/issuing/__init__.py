"""Who has earned what, and which signed records say so? Batches, seats, copies, status lists, claims."""
