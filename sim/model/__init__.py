"""The compiled plan and what both engines share: draws, durations, calendars, rules, trajectories."""
