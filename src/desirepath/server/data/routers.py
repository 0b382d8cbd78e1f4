"""Where the endpoints of data begin."""

from __future__ import annotations

from desirepath.server.data.api_imports import router as imports
from desirepath.server.data.api_uploads import router as uploads

ROUTERS = (("/data", uploads), ("/data", imports))
