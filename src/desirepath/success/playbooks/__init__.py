"""Playbooks: the right thing, for the right account, at the right moment, once.

A playbook is a file (:mod:`.playbook`). :mod:`.facts` reads from the log what it asks about;
:func:`.advance.advance` decides: from the versions that are on, the runs so far, the facts and the clock to
what should be done, with reasons, and why the rest should not. It is one function for today and for the past:
:mod:`.simulate` walks through history with it before anybody turns anything on. Nothing here sends, writes or
waits.
"""
