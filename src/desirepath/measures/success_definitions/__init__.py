"""One success measure a file. To add one: write its file here and a line in
:mod:`desirepath.measures.success_catalogue`."""
