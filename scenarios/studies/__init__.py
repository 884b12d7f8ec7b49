"""Studies on simulated office-years: rates of acts, replications, and where they are worked out and kept."""
