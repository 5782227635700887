"""What does each address of employers and applicants answer?"""
