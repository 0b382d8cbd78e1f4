"""Where the desk's endpoints begin."""

from __future__ import annotations

from desirepath.server.desk.api_alerts import router as alerts
from desirepath.server.desk.api_handoffs import router as handoffs
from desirepath.server.desk.api_maps import router as maps
from desirepath.server.desk.api_story import router as story
from desirepath.server.desk.api_tasks import router as tasks
from desirepath.server.desk.api_today import router as today

ROUTERS = (
    ("/today/maps", maps),
    ("/today", story),
    ("/today", today),
    ("/tasks", tasks),
    ("/alerts", alerts),
    ("/handoffs", handoffs),
)
