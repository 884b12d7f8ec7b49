"""How posts decide: decision points, behaviours, orders, injection, and the truth about what was done."""
