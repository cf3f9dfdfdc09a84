package io.millrace.load.socket;

import java.net.URI;
import java.util.Locale;

/// Where a WebSocket goes.
///
/// @param uri `ws://host:port/path?query`
/// @param subprotocol asked for in `Sec-WebSocket-Protocol`, or empty for none
public record Target(URI uri, String subprotocol) {

    private static final int HTTP_PORT = 80;

    /// @throws IllegalArgumentException when the address is not a `ws` address with a host
    public Target {
        if (uri.getScheme() == null || !uri.getScheme().toLowerCase(Locale.ROOT).equals("ws")) {
            throw new IllegalArgumentException("address must start with ws://, is " + uri);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("address has no host: " + uri);
        }
    }

    /// Without a subprotocol.
    ///
    /// @throws IllegalArgumentException when the address is not a `ws` address with a host
    public static Target of(URI uri) {
        return new Target(uri, "");
    }

    int port() {
        return uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    }
}
