package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The body of a close frame: two bytes of code, then up to 123 bytes of reason (RFC 6455 section 5.5.1).
///
/// @param code [CloseCodes#NO_STATUS] for an empty body
record ClosePayload(int code, String reason) {
    static final int MAX_REASON_BYTES = 123;

    private static final int CODE_BYTES = 2;

    /// @throws ProtocolViolation with 1002 for half a code or one that must not be sent, 1007 for a reason that
    ///     is not UTF-8
    static ClosePayload parse(byte[] payload) {
        if (payload.length == 0) {
            return new ClosePayload(CloseCodes.NO_STATUS, "");
        }
        if (payload.length < CODE_BYTES) {
            throw ProtocolViolation.protocol("close frame with half a code");
        }
        int code = (payload[0] & 0xFF) << Byte.SIZE | (payload[1] & 0xFF);
        if (!CloseCodes.mayBeSent(code)) {
            throw ProtocolViolation.protocol("close code " + code + " must not be sent");
        }
        Utf8Validator validator = new Utf8Validator();
        if (!validator.accept(payload, CODE_BYTES, payload.length) || !validator.isComplete()) {
            throw new ProtocolViolation(CloseCodes.INVALID_PAYLOAD, "close reason is not UTF-8");
        }
        return new ClosePayload(code, new String(payload, CODE_BYTES, payload.length - CODE_BYTES, UTF_8));
    }

    byte[] encode() {
        if (code == CloseCodes.NO_STATUS) {
            return new byte[0];
        }
        byte[] text = reason.getBytes(UTF_8);
        int length = cut(text);
        byte[] payload = new byte[CODE_BYTES + length];
        payload[0] = (byte) (code >>> Byte.SIZE);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, CODE_BYTES, length);
        return payload;
    }

    /// The reason as a peer will see it.
    String sentReason() {
        byte[] text = reason.getBytes(UTF_8);
        return new String(Arrays.copyOf(text, cut(text)), UTF_8);
    }

    private static int cut(byte[] text) {
        int length = Math.min(text.length, MAX_REASON_BYTES);
        while (length > 0 && length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }
}
