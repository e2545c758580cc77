"""Many machines: errands go through a queue on PostgreSQL (Procrastinate) to any number of workers.

Needs the extra ``postgresql``. What is due still comes from the books; a queue that is lost is filled again by the next
look at them.
"""
