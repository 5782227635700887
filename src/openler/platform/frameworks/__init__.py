"""Which frameworks of skills and tasks are known here, and by which address is each of their terms named?"""
