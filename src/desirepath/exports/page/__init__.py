"""The parts of the HTML page: the picture for screen and paper, sentences, numbers, the table twin."""
