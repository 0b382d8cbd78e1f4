"""The lived journey over a map: measured in the background, kept, and brought up to date."""
