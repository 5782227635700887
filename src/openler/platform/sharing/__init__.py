"""To whom did a learner show which records, until when, and who looked? Content is kept so that only a link opens it."""
