"""The running ecosystem: what is remembered, shown, and fetched from the world. Only this half does I/O."""
