"""Is what a stranger gives us a valid record? Judged apart, forgotten with the answer, counted without a trace."""
