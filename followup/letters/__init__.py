"""Letters of the insats: the jobbplan as the participant reads it."""
