"""What becomes of the mails and the messages that go out: who opened, followed, answered, and left.

A mail is credited to the day it was sent, whenever something came of it; and what is too young to tell is
said, and not counted as unopened.
"""
