enum PlaceholderJSONRPC {}
