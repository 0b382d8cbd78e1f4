"""That something is new in this process: whoever looks for news need not wait for their next look."""

import threading
from typing import Final

NEWS: Final = threading.Event()
"""Set by who has written something down that others look for; cleared by who looks."""
