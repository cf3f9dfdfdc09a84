package io.millrace.load.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads how clients reach the edges.
final class ConnectionFields {

    private static final URI HERE = URI.create("ws://127.0.0.1:8000/connection/websocket");

    private ConnectionFields() {}

    static Connection read(Fields root) {
        List<URI> edges = edges(root);
        return new Connection(
                edges.isEmpty() ? List.of(HERE) : edges,
                encoding(root),
                sources(root),
                root.rate("connect-rate", 500, 0.1, 100_000),
                root.integer("edges-per-room", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
                tokens(root));
    }

    /// A WebSocket address.
    ///
    /// @throws IllegalArgumentException when it is none, with a message that goes on after "must"
    static URI edge(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("must be a WebSocket address such as " + HERE);
    }

    private static List<URI> edges(Fields root) {
        List<URI> edges = new ArrayList<>();
        for (String text : root.texts("edges")) {
            try {
                edges.add(edge(text));
            } catch (IllegalArgumentException e) {
                root.mistake("edges", e.getMessage() + ", is " + text);
            }
        }
        return edges;
    }

    private static Encoding encoding(Fields root) {
        String text = root.text("encoding").orElse("json");
        for (Encoding encoding : Encoding.values()) {
            if (encoding.name().toLowerCase(Locale.ROOT).equals(text)) {
                return encoding;
            }
        }
        root.mistake("encoding", "must be json or protobuf, is " + text);
        return Encoding.JSON;
    }

    private static List<InetAddress> sources(Fields root) {
        List<InetAddress> sources = new ArrayList<>();
        for (String text : root.texts("sources")) {
            try {
                sources.add(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException e) {
                root.mistake("sources", "must be IP addresses of this machine, is " + text);
            }
        }
        return sources;
    }

    private static Tokens tokens(Fields root) {
        Optional<String> shared = root.text("token-file").flatMap(file -> secret(root, "token-file", file));
        Optional<String> key = root.text("token-secret-file").flatMap(file -> secret(root, "token-secret-file", file));
        if (root.has("token-file") && root.has("token-secret-file")) {
            root.mistake("token-secret-file", "cannot be together with token-file: choose one");
        }
        for (String secret : List.of("token", "token-secret")) {
            if (root.has(secret)) {
                root.mistake(secret, "is a secret: put it into a file and name the file as " + secret + "-file");
            }
        }
        return key.<Tokens>map(Tokens.Signed::new)
                .or(() -> shared.map(Tokens.Shared::new))
                .orElseGet(Tokens.None::new);
    }

    private static Optional<String> secret(Fields root, String key, String file) {
        try {
            String text = Files.readString(Path.of(file)).strip();
            if (text.isEmpty()) {
                root.mistake(key, "names an empty file: " + file);
            }
            return Optional.of(text);
        } catch (IOException | IllegalArgumentException e) {
            root.mistake(key, "names a file that cannot be read: " + file);
            return Optional.empty();
        }
    }
}
