package io.millrace.edge.api;

/// What an API key may be allowed; written in kebab-case in the configuration.
public enum ApiScope {
    /// `publish`, `broadcast`.
    PUBLISH,
    /// `subscribe`, `unsubscribe`, `disconnect`, `refresh`.
    CONNECTIONS,
    /// `presence`, `presence_stats`, `history`.
    READ,
    /// `history_remove`, `retract`.
    ERASE,
    /// `channels`, `info`.
    INSPECT
}
