"""Who is known to this installation, and how do they prove who they are?"""
