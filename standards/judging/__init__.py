"""From what the evidence shows to an assessment: overlaps, amounts under a policy, incidents."""
