"""What was done, by whom, to whose data? Rows that can be added and never changed."""
