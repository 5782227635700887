"""How do programs issue, verify, derive and present over HTTP as the W3C's VC API has it?"""
