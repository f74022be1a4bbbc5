enum PlaceholderMemoryDispatch {}
