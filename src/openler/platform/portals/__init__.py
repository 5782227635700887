"""Which pages do people work on? One package for each stakeholder, and one for pages that are no stakeholder's."""
