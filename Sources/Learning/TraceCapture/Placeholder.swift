enum PlaceholderTraceCapture {}
