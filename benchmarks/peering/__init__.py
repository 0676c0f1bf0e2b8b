"""Broadsheet beside other generators: the archive, the contestants, the measuring and the table."""
