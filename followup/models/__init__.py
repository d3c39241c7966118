"""The models of uppdrag, jobbplan, uppföljning and avslut."""
