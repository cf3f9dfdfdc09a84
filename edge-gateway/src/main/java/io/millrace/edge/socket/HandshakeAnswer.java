package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The server's side of the opening handshake (RFC 6455 section 4.2): checks, and the bytes of either answer.
final class HandshakeAnswer {
    static final int SWITCHING_PROTOCOLS = 101;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int KEY_TEXT = 24;

    /// Why a request is not upgraded.
    ///
    /// @param header one more header line, or empty
    record Refusal(int status, String text, String header) {
        Refusal(int status, String text) {
            this(status, text, "");
        }

        byte[] encode() {
            byte[] body = text.getBytes(UTF_8);
            String head = "HTTP/1.1 " + status + " " + phrase(status) + "\r\n"
                    + header
                    + "Content-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Length: " + body.length + "\r\n"
                    + "Cache-Control: no-store\r\n"
                    + "X-Content-Type-Options: nosniff\r\n"
                    + "Connection: close\r\n\r\n";
            return (head + text).getBytes(UTF_8);
        }
    }

    private HandshakeAnswer() {}

    /// The checks of section 4.2.1 that are left after HTTP/1.1 parsing found `Upgrade: websocket`.
    static Optional<Refusal> check(String method, Handshake handshake) {
        if (!method.equals("GET")) {
            return Optional.of(new Refusal(405, "a WebSocket is opened with GET", "Allow: GET\r\n"));
        }
        if (!HeaderTokens.contain(values(handshake, "connection"), "upgrade")) {
            return Optional.of(new Refusal(400, "Connection: Upgrade is missing"));
        }
        if (!values(handshake, "sec-websocket-version").equals(List.of("13"))) {
            return Optional.of(new Refusal(
                    426,
                    "only WebSocket version 13 is spoken here",
                    "Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n"));
        }
        List<String> keys = values(handshake, "sec-websocket-key");
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return Optional.of(new Refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64"));
        }
        return Optional.empty();
    }

    /// The 101 answer of section 4.2.2.
    ///
    /// @param extension agreed on
    static byte[] switchProtocols(String key, Optional<String> subprotocol, Optional<String> extension) {
        String answer = "HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n"
                + subprotocol
                        .map(name -> "Sec-WebSocket-Protocol: " + name + "\r\n")
                        .orElse("")
                + extension
                        .map(terms -> "Sec-WebSocket-Extensions: " + terms + "\r\n")
                        .orElse("")
                + "\r\n";
        return answer.getBytes(UTF_8);
    }

    static String accept(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(digest.digest((key + GUID).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == KEY_TEXT && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static List<String> values(Handshake handshake, String name) {
        return handshake.headers().getOrDefault(name, List.of());
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Refused";
        };
    }
}
