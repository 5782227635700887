"""Who keeps a list of recognized issuers here, and whose lists does somebody who checks records rely on?"""
