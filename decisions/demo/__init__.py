"""The demo city: invented staff and about 300 invented cases, each made by the official acts."""
