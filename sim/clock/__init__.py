"""Time: calendar, months, the day in the field, the queues at the windows."""
