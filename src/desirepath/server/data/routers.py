"""Where the endpoints of data begin."""

from __future__ import annotations

from desirepath.server.data.api_health import router as health
from desirepath.server.data.api_imports import router as imports
from desirepath.server.data.api_privacy import router as privacy
from desirepath.server.data.api_uploads import router as uploads

ROUTERS = (("/data", health), ("/data", uploads), ("/data", imports), ("/data", privacy))
