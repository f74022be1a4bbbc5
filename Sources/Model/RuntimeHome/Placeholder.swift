enum PlaceholderRuntimeHome {}
