"""Offline training of the late fusion of faces and voices."""
