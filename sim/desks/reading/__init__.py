"""Meter reading (抄表): plan, rounds, the meters, the unloading and review, and the notices that readers serve."""
