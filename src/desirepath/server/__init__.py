"""The workspace that many people share, over HTTP: it translates requests and computes nothing itself.

A folder is a workspace (``desirepath.toml``, the log, a database, attachments), one process serves it.
Inside, each folder is one Django app with one job, and leans on those below it only::

    talk      comments, mentions, notifications, attachments, evidence
    lived     the measured overlay of a map, computed in the background
    maps      maps and their edits: order, history, versions, undo
    jobs      work in the background that survives its worker
    live      server-sent events and who is here
    people    accounts, roles, invitations, tokens, what is written down for security
"""
