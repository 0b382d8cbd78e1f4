"""Words the whole house shares: problems with addresses, ids, time intervals, durations, the Estimate."""
