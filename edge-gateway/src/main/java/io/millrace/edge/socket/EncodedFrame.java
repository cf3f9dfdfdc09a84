package io.millrace.edge.socket;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One server frame, ready to be written: made once, shared by all its receivers (server frames carry no mask,
/// RFC 6455 section 5.1). Immutable and thread-safe.
public final class EncodedFrame {
    private static final int FIN = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int LONGEST_ONE_BYTE_LENGTH = 125;
    private static final int LONGEST_TWO_BYTE_LENGTH = 0xFFFF;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;
    private static final byte LINE_FEED = '\n';

    /// A line feed as a part of a compressed message.
    private static final byte[] DEFLATED_LINE_FEED = {0, 1, 0, (byte) 0xFE, (byte) 0xFF, LINE_FEED};

    /// How much of its last part a compressed message leaves out.
    private static final int IMPLIED = 4;

    private final byte[] bytes;
    private final int payloadStart;

    /// The payload as a part of a compressed message, once somebody wanted it.
    private volatile byte @Nullable [] deflated;

    private EncodedFrame(byte[] bytes, int payloadStart) {
        this.bytes = bytes;
        this.payloadStart = payloadStart;
    }

    /// A whole message in one frame.
    ///
    /// @param payload is copied; for text it must be UTF-8, which is not checked
    public static EncodedFrame of(MessageKind kind, byte[] payload) {
        return of(kind, payload, 0, payload.length);
    }

    /// A whole message in one frame, from a part of an array.
    public static EncodedFrame of(MessageKind kind, byte[] payload, int from, int length) {
        EncodedFrame frame = withHeader(kind.opcode(), length);
        System.arraycopy(payload, from, frame.bytes, frame.payloadStart, length);
        return frame;
    }

    /// A ping with up to 125 bytes; its pong is not reported to the handler.
    public static EncodedFrame ping(byte[] payload) {
        return control(Opcode.PING, payload);
    }

    /// Joins the payloads of several messages into one message: text with a line feed between each two, binary
    /// without anything between. A single frame is returned as it is.
    ///
    /// @throws IllegalArgumentException when there is none, or when they are not all of one kind
    public static EncodedFrame join(List<EncodedFrame> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("nothing to join");
        }
        EncodedFrame first = frames.getFirst();
        if (frames.size() == 1) {
            return first;
        }
        int separator = first.opcode() == Opcode.TEXT ? 1 : 0;
        int length = separator * (frames.size() - 1);
        for (EncodedFrame frame : frames) {
            if (frame.opcode() != first.opcode() || frame.isControl()) {
                throw new IllegalArgumentException("only messages of one kind can be joined");
            }
            length = Math.addExact(length, frame.payloadLength());
        }
        EncodedFrame joined = withHeader(first.opcode(), length);
        int position = joined.payloadStart - separator;
        for (EncodedFrame frame : frames) {
            if (separator == 1 && position >= joined.payloadStart) {
                joined.bytes[position] = LINE_FEED;
            }
            position += separator;
            System.arraycopy(frame.bytes, frame.payloadStart, joined.bytes, position, frame.payloadLength());
            position += frame.payloadLength();
        }
        return joined;
    }

    /// The same as [#join], compressed where that makes it shorter (RFC 7692). The payload of each frame is
    /// compressed once, however many receivers it has and whatever it is joined with.
    static EncodedFrame compress(List<EncodedFrame> frames) {
        EncodedFrame first = frames.getFirst();
        if (first.isControl()) {
            return join(frames);
        }
        byte[] separator = first.opcode() == Opcode.TEXT ? DEFLATED_LINE_FEED : new byte[0];
        int plain = 0;
        int length = separator.length * (frames.size() - 1) - IMPLIED;
        for (EncodedFrame frame : frames) {
            plain = Math.addExact(plain, frame.payloadLength());
            length = Math.addExact(length, frame.deflated().length);
        }
        if (length >= plain) {
            return join(frames);
        }
        byte[] parts = new byte[length + IMPLIED];
        int position = 0;
        for (EncodedFrame frame : frames) {
            if (position > 0) {
                System.arraycopy(separator, 0, parts, position, separator.length);
                position += separator.length;
            }
            byte[] part = frame.deflated();
            System.arraycopy(part, 0, parts, position, part.length);
            position += part.length;
        }
        EncodedFrame compressed = withHeader(first.opcode() | COMPRESSED, length);
        System.arraycopy(parts, 0, compressed.bytes, compressed.payloadStart, length);
        return compressed;
    }

    /// A race makes it twice, and both are the same bytes.
    private byte[] deflated() {
        byte[] part = deflated;
        if (part == null) {
            part = Deflation.part(bytes, payloadStart, payloadLength());
            deflated = part;
        }
        return part;
    }

    /// Bytes on the wire, header included.
    public int length() {
        return bytes.length;
    }

    /// Bytes of payload.
    public int payloadLength() {
        return bytes.length - payloadStart;
    }

    /// Whether this is a text message.
    public boolean isText() {
        return opcode() == Opcode.TEXT;
    }

    /// Whether this is a ping, pong or close frame, which cannot be joined with others.
    public boolean isControl() {
        return Opcode.isControl(opcode());
    }

    /// A copy of the payload.
    public byte[] payload() {
        return Arrays.copyOfRange(bytes, payloadStart, bytes.length);
    }

    static EncodedFrame pong(byte[] payload) {
        return control(Opcode.PONG, payload);
    }

    static EncodedFrame close(ClosePayload payload) {
        return control(Opcode.CLOSE, payload.encode());
    }

    /// The frame itself, not a copy.
    byte[] bytes() {
        return bytes;
    }

    /// Where in [#bytes] the payload begins.
    int payloadStart() {
        return payloadStart;
    }

    private int opcode() {
        return bytes[0] & OPCODE;
    }

    private static EncodedFrame control(int opcode, byte[] payload) {
        if (payload.length > LONGEST_ONE_BYTE_LENGTH) {
            throw new IllegalArgumentException("a control frame holds at most 125 bytes, not " + payload.length);
        }
        EncodedFrame frame = withHeader(opcode, payload.length);
        System.arraycopy(payload, 0, frame.bytes, frame.payloadStart, payload.length);
        return frame;
    }

    private static EncodedFrame withHeader(int opcode, int length) {
        int lengthBytes = length <= LONGEST_ONE_BYTE_LENGTH ? 0 : length <= LONGEST_TWO_BYTE_LENGTH ? 2 : Long.BYTES;
        int payloadStart = 2 + lengthBytes;
        byte[] bytes = new byte[Math.addExact(payloadStart, length)];
        bytes[0] = (byte) (FIN | opcode);
        bytes[1] = (byte) (lengthBytes == 0 ? length : lengthBytes == 2 ? TWO_BYTE_LENGTH : EIGHT_BYTE_LENGTH);
        long rest = length;
        for (int index = payloadStart - 1; index >= 2; index--) {
            bytes[index] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
        return new EncodedFrame(bytes, payloadStart);
    }
}
