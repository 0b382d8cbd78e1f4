"""The desk: what each person has to do today, and the alerts and handoffs that somebody must see to."""
