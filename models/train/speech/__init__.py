"""Offline training of the speech-emotion model: archives in, ONNX artifacts and figures out."""
