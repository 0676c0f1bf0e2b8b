"""A whole site at once: what the use cases arrive at step by step, worked out in one go.

Decisions, texts and pages are made by the same code (`decide`, `read`, `Editions`); only the tables are left
out, with everything that guards them against others.
"""
