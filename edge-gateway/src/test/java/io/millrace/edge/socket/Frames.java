package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Client frames, right and wrong ones.
final class Frames {
    static final int FIN = 0x80;
    private static final byte[] KEY = {0x12, (byte) 0xA4, 0x37, (byte) 0xF1};

    private Frames() {}

    static byte[] text(String payload) {
        return frame(FIN | Opcode.TEXT, payload.getBytes(UTF_8));
    }

    static byte[] frame(int firstByte, byte[] payload) {
        int length = payload.length;
        if (length < 126) {
            return withLength(firstByte, payload, length, 0, 0);
        }
        return length < 65_536
                ? withLength(firstByte, payload, 126, length, 2)
                : withLength(firstByte, payload, 127, length, 8);
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return frame(FIN | Opcode.CLOSE, payload);
    }

    /// A frame whose length field says whatever is wanted.
    static byte[] withLength(int firstByte, byte[] payload, int shortLength, long longLength, int longBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        out.write(firstByte);
        out.write(0x80 | shortLength);
        for (int index = longBytes - 1; index >= 0; index--) {
            out.write((int) (longLength >>> (8 * index)));
        }
        out.writeBytes(KEY);
        for (int index = 0; index < payload.length; index++) {
            out.write(payload[index] ^ KEY[index & 3]);
        }
        return out.toByteArray();
    }

    static byte[] unmasked(int firstByte, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        out.write(payload.length);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] repeat(int value, int count) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
