"""The letters of an investigation, and what they share with the decision's."""
