"""Use cases: guard, change, flush, audit, follow-up; each inside one unit_of_work, the actor always an argument."""
