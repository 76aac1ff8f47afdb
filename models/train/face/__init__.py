"""Offline training of the face models: archive in, ONNX artifacts and figures out."""
