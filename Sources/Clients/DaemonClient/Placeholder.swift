enum PlaceholderDaemonClient {}
