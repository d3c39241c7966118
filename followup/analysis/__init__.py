"""The schema `analys`: pseudonymised views for Power BI, and the dictionary of what they hold."""
