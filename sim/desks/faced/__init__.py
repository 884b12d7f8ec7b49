"""What the people of each department face at their points: what they see, and what they may do, in their own words."""

from kaohe.sim.deciding.choices import WORK
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.desks.faced import books, cash, collecting, connection, counter, field, handhelds, issuing, reading

POSTS = frozenset(REGISTRY.points[point].post for point in WORK)
"""Posts that somebody can hold."""

__all__ = ["POSTS", "books", "cash", "collecting", "connection", "counter", "field", "handhelds", "issuing", "reading"]
