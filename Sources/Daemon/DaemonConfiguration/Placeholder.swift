enum PlaceholderDaemonConfiguration {}
