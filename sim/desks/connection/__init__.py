"""New connections (登記): applications, fees, registrations."""
