"""Where the kernel runs: one module per place, each with the same door and, to the bit, the same
numbers."""
