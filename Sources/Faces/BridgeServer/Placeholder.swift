enum PlaceholderBridgeServer {}
