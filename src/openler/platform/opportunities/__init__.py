"""What work is offered, who applied with which records, and how long may anybody look?"""
