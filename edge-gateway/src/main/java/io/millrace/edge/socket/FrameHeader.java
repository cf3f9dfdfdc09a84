package io.millrace.edge.socket;

/// Parses the header of a client frame (RFC 6455 section 5.2) byte by byte, so that it does not matter how the
/// network cuts it. Judges each byte as it comes; the rules that need more than the header are the decoder's.
/// Single-threaded, reused for all frames of a connection.
final class FrameHeader {
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int COMPRESSED = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;
    private static final int KEY_BYTES = 4;

    private enum Part {
        FIRST,
        SECOND,
        LENGTH,
        KEY,
        COMPLETE
    }

    private final int reserved;
    private Part part = Part.FIRST;
    private int left;
    private int longestShorter;
    private int opcode;
    private boolean last;
    private boolean compressed;
    private long length;
    private int key;

    /// @param compression whether permessage-deflate was agreed, which gives the first reserved bit a meaning
    FrameHeader(boolean compression) {
        reserved = compression ? RESERVED & ~COMPRESSED : RESERVED;
    }

    /// Takes bytes until the header is complete or the bytes are used up.
    ///
    /// @return the position after the last byte taken
    /// @throws ProtocolViolation when no valid header can start so
    int accept(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to && part != Part.COMPLETE) {
            step(bytes[position++] & 0xFF);
        }
        return position;
    }

    void reset() {
        part = Part.FIRST;
    }

    boolean isComplete() {
        return part == Part.COMPLETE;
    }

    boolean isControl() {
        return Opcode.isControl(opcode);
    }

    int opcode() {
        return opcode;
    }

    /// RSV1: whether the message that this frame begins is compressed (RFC 7692 section 6).
    boolean isCompressed() {
        return compressed;
    }

    /// FIN: whether this frame ends its message.
    boolean isLast() {
        return last;
    }

    /// Payload bytes, up to 2^63-1.
    long length() {
        return length;
    }

    int key() {
        return key;
    }

    private void step(int next) {
        switch (part) {
            case FIRST -> first(next);
            case SECOND -> second(next);
            case LENGTH -> lengthByte(next);
            case KEY -> keyByte(next);
            case COMPLETE -> throw new IllegalStateException("header is complete");
        }
    }

    private void first(int next) {
        opcode = next & OPCODE;
        last = (next & FIN) != 0;
        compressed = (next & COMPRESSED) != 0;
        if ((next & reserved) != 0) {
            throw ProtocolViolation.protocol("reserved bit set without an extension");
        }
        if (!Opcode.isKnown(opcode)) {
            throw ProtocolViolation.protocol("reserved opcode " + opcode);
        }
        if (isControl() && !last) {
            throw ProtocolViolation.protocol("fragmented control frame");
        }
        if (compressed && (isControl() || opcode == Opcode.CONTINUATION)) {
            throw ProtocolViolation.protocol("only the first frame of a message says that it is compressed");
        }
        part = Part.SECOND;
    }

    private void second(int next) {
        if ((next & MASKED) == 0) {
            throw ProtocolViolation.protocol("client frame without mask");
        }
        int shortLength = next & LENGTH;
        if (isControl() && shortLength >= TWO_BYTE_LENGTH) {
            throw ProtocolViolation.protocol("control frame over 125 bytes");
        }
        if (shortLength < TWO_BYTE_LENGTH) {
            length = shortLength;
            expectKey();
        } else {
            length = 0;
            boolean wide = shortLength == EIGHT_BYTE_LENGTH;
            left = wide ? Long.BYTES : Short.BYTES;
            longestShorter = wide ? 0xFFFF : TWO_BYTE_LENGTH - 1;
            part = Part.LENGTH;
        }
    }

    private void lengthByte(int next) {
        if (left == Long.BYTES && next > 0x7F) {
            throw ProtocolViolation.protocol("length over 63 bits");
        }
        length = length << Byte.SIZE | next;
        left--;
        if (left == 0) {
            if (length <= longestShorter) {
                throw ProtocolViolation.protocol("length not in its shortest form");
            }
            expectKey();
        }
    }

    private void expectKey() {
        key = 0;
        left = KEY_BYTES;
        part = Part.KEY;
    }

    private void keyByte(int next) {
        key = key << Byte.SIZE | next;
        left--;
        if (left == 0) {
            part = Part.COMPLETE;
        }
    }
}
