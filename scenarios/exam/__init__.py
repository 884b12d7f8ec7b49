"""Exams: answer sheets and keys, marks that explain themselves, moderation, and what a class's marks tell."""
