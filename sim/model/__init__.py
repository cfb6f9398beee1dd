"""Scenario -> Plan, and what every engine shares: draws, durations, calendars, rules, trajectories."""
