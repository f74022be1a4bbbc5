enum PlaceholderViewerServer {}
