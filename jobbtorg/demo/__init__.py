"""The demo city's command, above every app that has something to let happen in it."""
