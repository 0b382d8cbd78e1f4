"""The picture: a map becomes a scene of plain shapes, and a scene becomes SVG.

``sheet`` decides columns, ``lanes/`` paints one kind of lane per file, ``board`` puts everything in its
place, ``writer`` writes the SVG.
"""
