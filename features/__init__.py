"""The thirteen job standards as features: data for kaohe.scenarios.gherkin and for pytest."""
