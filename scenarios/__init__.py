"""Scenarios: offices described in files, and running them."""

from kaohe.scenarios.loader import Scenario, load_scenario, scenarios
from kaohe.scenarios.running import Outcome, run, simulate

__all__ = ["Outcome", "Scenario", "load_scenario", "run", "scenarios", "simulate"]
