"""Numbers in words: those of :mod:`desirepath.base.words`, under the name by which this room knows them."""

from __future__ import annotations

from desirepath.base.words import FEELINGS as FEELINGS
from desirepath.base.words import MINUS as MINUS
from desirepath.base.words import MISSING as MISSING
from desirepath.base.words import SPACE as SPACE
from desirepath.base.words import count_of as count_of
from desirepath.base.words import plural as plural
from desirepath.base.words import say_count as say_count
from desirepath.base.words import say_date as say_date
from desirepath.base.words import say_difference as say_difference
from desirepath.base.words import say_due as say_due
from desirepath.base.words import say_duration as say_duration
from desirepath.base.words import say_estimate as say_estimate
from desirepath.base.words import say_feeling as say_feeling
from desirepath.base.words import say_interval as say_interval
from desirepath.base.words import say_share as say_share
from desirepath.base.words import say_span_text as say_span_text
from desirepath.base.words import say_value as say_value
