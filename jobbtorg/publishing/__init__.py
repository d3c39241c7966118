"""The pages where the rulebook is kept: versions that the city makes without a release."""
