"""考核: work assessed against the job standards of an electricity business office."""
