"""Work in the background: it is written down first, so that it survives its worker."""
