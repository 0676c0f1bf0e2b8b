"""What a build keeps, so that the next one works out only what has changed since: `broadsheet build --state`.

The kept state only saves time. Whatever hangs on more than the files as they are now, and on the last build,
is built as a whole.
"""
