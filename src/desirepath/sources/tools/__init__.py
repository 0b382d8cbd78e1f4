"""What the tools of a customer team export as JSON: one file per tool, each in the list of ``listed.py``.

A tool's file says how its records are known, and turns one record into rows with the facts' own field
names; ``record.py`` reads times and ids, ``tool.py`` makes a shape of it. Tools that export tables have
mappings instead, in ``sources/mappings``.
"""
