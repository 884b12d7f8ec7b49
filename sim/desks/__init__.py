"""The desks by department; paper passes from one to the next in the order of `kaohe.sim.office`."""
