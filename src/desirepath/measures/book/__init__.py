"""The book of business: who our customers are, when they came and left, what they pay.

``Records`` reads a log once; a ``Book`` is what the records say of some subjects in one period. The success
measures read nothing else.
"""
