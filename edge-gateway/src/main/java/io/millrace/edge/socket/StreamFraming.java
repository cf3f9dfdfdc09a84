package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// How messages stand in the body of a streamed response (protocol specification, section 13). Each call makes
/// one chunk of HTTP/1.1 (RFC 9112 section 7.1).
@SuppressWarnings("ImmutableEnumChecker") // the arrays never leave the enum
public enum StreamFraming {
    /// Text, one reply a line.
    LINES("application/x-ndjson; charset=utf-8", "", "\n", ""),
    /// Text, one reply an event of the HTML standard's `text/event-stream`.
    EVENTS("text/event-stream; charset=utf-8", "data: ", "\n\n", "\r\n"),
    /// Binary, replies as they are: each brings its length.
    BINARY("application/octet-stream", "", "", "");

    private static final byte LINE_FEED = '\n';
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = "0\r\n\r\n".getBytes(US_ASCII);
    private static final int DIGITS = 8;
    private static final int HEAD = DIGITS + 2;
    private static final int PER_LINE = 8;

    private final String contentType;
    private final byte[] before;
    private final byte[] after;
    private final byte[] opening;

    StreamFraming(String contentType, String before, String after, String opening) {
        this.contentType = contentType;
        this.before = before.getBytes(US_ASCII);
        this.after = after.getBytes(US_ASCII);
        this.opening = opening.getBytes(US_ASCII);
    }

    String contentType() {
        return contentType;
    }

    /// What comes before the first message, empty for nothing.
    byte[] opening() {
        if (opening.length == 0) {
            return new byte[0];
        }
        ByteArrayOutputStream chunk = begin(opening.length);
        chunk.writeBytes(opening);
        return finish(chunk);
    }

    /// Several messages. A text message may hold several lines, each of which is a reply of its own.
    ///
    /// @throws IllegalArgumentException when a message is of another kind than the body
    byte[] chunk(List<EncodedFrame> messages) {
        int expected = 0;
        for (EncodedFrame message : messages) {
            expected += message.payloadLength() + PER_LINE;
        }
        ByteArrayOutputStream chunk = begin(expected);
        for (EncodedFrame message : messages) {
            if (message.isControl() || message.isText() == (this == BINARY)) {
                throw new IllegalArgumentException("a message of another kind than the body");
            }
            put(message, chunk);
        }
        return finish(chunk);
    }

    /// The end of the body.
    static byte[] end() {
        return END.clone();
    }

    private void put(EncodedFrame message, ByteArrayOutputStream chunk) {
        byte[] bytes = message.bytes();
        int from = message.payloadStart();
        if (this != BINARY) {
            for (int at = from; at < bytes.length; at++) {
                if (bytes[at] == LINE_FEED) {
                    putLine(bytes, from, at, chunk);
                    from = at + 1;
                }
            }
        }
        putLine(bytes, from, bytes.length, chunk);
    }

    private void putLine(byte[] bytes, int from, int to, ByteArrayOutputStream chunk) {
        chunk.writeBytes(before);
        chunk.write(bytes, from, to - from);
        chunk.writeBytes(after);
    }

    /// A chunk whose length is not known yet: eight digits of it, for leading zeros are allowed.
    private static ByteArrayOutputStream begin(int expected) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(HEAD + expected + CRLF.length);
        chunk.writeBytes(new byte[HEAD]);
        return chunk;
    }

    private static byte[] finish(ByteArrayOutputStream chunk) {
        int left = chunk.size() - HEAD;
        chunk.writeBytes(CRLF);
        byte[] bytes = chunk.toByteArray();
        System.arraycopy(CRLF, 0, bytes, DIGITS, CRLF.length);
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            bytes[digit] = (byte) Character.forDigit(left & 0xF, 16);
            left >>>= 4;
        }
        return bytes;
    }
}
