package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.TreeMap;

/// The head of a streamed response. Nothing on the way may keep, join or compress what is streamed.
final class StreamHead {
    private static final Map<String, String> HEADERS = Map.of(
            "Transfer-Encoding", "chunked",
            "Connection", "close",
            "Cache-Control", "private, no-cache, no-store, no-transform, must-revalidate, max-age=0",
            "X-Accel-Buffering", "no");

    private StreamHead() {}

    /// @throws IllegalArgumentException when a header has a line break
    static byte[] of(StreamFraming framing, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(more);
        headers.putAll(HEADERS);
        headers.put("Content-Type", framing.contentType());
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(character -> character < ' ')) {
                throw new IllegalArgumentException("header " + name + " holds a control character");
            }
            head.append(name).append(": ").append(value).append("\r\n");
        });
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}
