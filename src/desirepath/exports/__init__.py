"""What leaves the house: one file per format, bytes out, nothing looked up.

A journey map, measured or not, becomes a picture (:mod:`~desirepath.exports.svg`), a page with the picture,
the numbers and a table twin (:mod:`~desirepath.exports.html`), or lines in a terminal
(:mod:`~desirepath.exports.terminal`). The picture is laid out in :mod:`~desirepath.exports.drawing`.
"""
