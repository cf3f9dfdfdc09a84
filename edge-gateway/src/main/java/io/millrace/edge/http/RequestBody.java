package io.millrace.edge.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Reads request bodies that must not be long.
final class RequestBody {

    private RequestBody() {}

    /// The whole body, perhaps of no bytes.
    ///
    /// @return empty when it has more bytes than `limit`
    static Optional<byte[]> read(ServerRequest request, int limit) {
        if (!request.content().hasEntity()) {
            return Optional.of(new byte[0]);
        }
        if (request.headers().contentLength().orElse(0) > limit) {
            return Optional.empty();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(limit + 1);
            return body.length > limit ? Optional.empty() : Optional.of(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
