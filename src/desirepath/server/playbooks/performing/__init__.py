"""How each kind of move is done, one file per kind; ``table`` says which kinds can be done here."""
