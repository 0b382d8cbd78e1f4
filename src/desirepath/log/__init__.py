"""What happened: interactions and the three other kinds of facts, kept once each, in one order, on disk.

A fact (``interaction.py``) becomes a row of an Arrow table (``schema.py``, checked in ``rows.py``), the
table a Parquet segment that never changes again (``store.py``). A list of the live segments
(``manifest.py``) is swapped in one move, so that a fact is either in the log or not. Each (source, key) is
stored once for ever (``keys.py``). What comes one by one waits safely in ``inbox.py``; small segments become
larger ones in ``compaction.py``. The order of interactions is settled in ``order.py``, and who is who in
``identity.py``: both when reading, nowhere else.

What may not be kept: rules of the workspace (``rules.py``, ``tidy.py``), one subject shown, exported and
erased (``profile.py``, ``subject.py``), and who must not come back (``suppression.py``). Questions in SQL:
``sql.py``.
"""
