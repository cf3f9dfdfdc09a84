package io.millrace.edge.protocol;

/// Whether and when a connection or subscription ends unless the client brings a new token.
///
/// @param expires whether it ends at all
/// @param ttlSeconds seconds until then, 0 when it never ends
public record Expiry(boolean expires, long ttlSeconds) {

    /// Does not end by itself.
    public static final Expiry NEVER = new Expiry(false, 0);

    /// Ends after `ttlSeconds`.
    public static Expiry inSeconds(long ttlSeconds) {
        return new Expiry(true, ttlSeconds);
    }
}
