package io.millrace.edge.protocol;

/// What one WebSocket message may contain; its size in bytes is limited by the socket.
///
/// @param commands commands in one message
/// @param nesting JSON levels, the command itself included
/// @param mapEntries entries of `subs` and of `headers`
public record DecodeLimits(int commands, int nesting, int mapEntries) {

    /// Far above what official clients send.
    public static final DecodeLimits DEFAULT = new DecodeLimits(512, 64, 512);

    /// Refuses limits that would refuse everything.
    public DecodeLimits {
        if (commands < 1 || nesting < 4 || mapEntries < 0) {
            throw new IllegalArgumentException("commands must be at least 1, nesting 4 and mapEntries 0, are "
                    + commands + ", " + nesting + " and " + mapEntries);
        }
    }
}
