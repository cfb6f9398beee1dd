"""The compiled plan and the parts that both engines share: draws, durations, calendars, rules, trajectories."""
