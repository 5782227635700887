"""Who works together here, in which part of the ecosystem, and who may do what?"""
