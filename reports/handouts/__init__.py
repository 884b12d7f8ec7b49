"""What a candidate gets beside the registers: the handbook by which a paper is judged."""
