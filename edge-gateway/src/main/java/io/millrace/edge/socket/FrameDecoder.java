package io.millrace.edge.socket;

/// Turns the bytes of a client into messages and control frames, however the network cuts them (RFC 6455
/// sections 5 and 8.1).
///
/// A size is judged when its header arrives, text when its bytes arrive. A message that lies in one piece of
/// input as one frame is unmasked in place and handed on without a copy; anything else is collected up to the
/// message limit. Single-threaded. After a [ProtocolViolation] or a close frame everything further is ignored.
final class FrameDecoder {
    private final SocketSettings limits;
    private final FrameSink sink;
    private final FrameHeader header;
    private final Utf8Validator validator = new Utf8Validator();
    private final MessageBuffer message;

    private byte[] control = {};
    private int received;
    private int fragments;
    private MessageKind kind = MessageKind.BINARY;
    private boolean compressed;
    private boolean finished;

    /// @param compression whether messages may be compressed
    FrameDecoder(SocketSettings limits, boolean compression, FrameSink sink) {
        this.limits = limits;
        this.header = new FrameHeader(compression);
        this.sink = sink;
        this.message = new MessageBuffer(limits.maxMessageBytes());
    }

    /// Takes the next bytes from the network. Ownership of `chunk` passes to the decoder, which overwrites it.
    ///
    /// @throws ProtocolViolation when the peer must be told off; the decoder is finished then
    void decode(byte[] chunk, int length) {
        try {
            int position = 0;
            while (position < length && !finished) {
                position = header.isComplete() ? payload(chunk, position, length) : header(chunk, position, length);
            }
        } catch (ProtocolViolation violation) {
            finished = true;
            message.release();
            throw violation;
        }
    }

    /// Whether a close frame or a violation has ended the stream of frames.
    boolean isFinished() {
        return finished;
    }

    /// Bytes of payload memory held for unfinished frames.
    int buffered() {
        return message.capacity() + control.length;
    }

    private int header(byte[] chunk, int from, int to) {
        int position = header.accept(chunk, from, to);
        if (header.isComplete()) {
            received = 0;
            if (header.isControl()) {
                control = new byte[(int) header.length()];
            } else {
                startDataFrame();
            }
            if (header.length() == 0) {
                return payload(chunk, position, position);
            }
        }
        return position;
    }

    private void startDataFrame() {
        boolean continuation = header.opcode() == Opcode.CONTINUATION;
        if (continuation && fragments == 0) {
            throw ProtocolViolation.protocol("continuation of nothing");
        }
        if (!continuation && fragments > 0) {
            throw ProtocolViolation.protocol("new message inside a fragmented one");
        }
        if (header.length() > limits.maxFrameBytes()) {
            throw new ProtocolViolation(CloseCodes.TOO_BIG, "frame over " + limits.maxFrameBytes() + " bytes");
        }
        if (message.size() + header.length() > limits.maxMessageBytes()) {
            throw new ProtocolViolation(CloseCodes.TOO_BIG, "message over " + limits.maxMessageBytes() + " bytes");
        }
        fragments++;
        if (fragments > limits.maxFragments()) {
            throw new ProtocolViolation(
                    CloseCodes.POLICY_VIOLATION, "message in more than " + limits.maxFragments() + " fragments");
        }
        if (!continuation) {
            kind = header.opcode() == Opcode.TEXT ? MessageKind.TEXT : MessageKind.BINARY;
            compressed = header.isCompressed();
        }
    }

    private int payload(byte[] chunk, int from, int to) {
        int length = (int) header.length();
        int taken = Math.min(length - received, to - from);
        if (header.isControl()) {
            Masker.unmask(chunk, from, control, received, taken, header.key(), received);
            received += taken;
            if (received == length) {
                header.reset();
                endControlFrame();
            }
        } else if (taken == length && fragments == 1 && header.isLast()) {
            Masker.unmask(chunk, from, chunk, 0, length, header.key(), 0);
            header.reset();
            arrived(chunk, 0, length);
            endMessage(chunk, length);
        } else {
            int before = message.size();
            message.append(chunk, from, taken, header.key(), received);
            arrived(message.bytes(), before, message.size());
            received += taken;
            if (received == length) {
                header.reset();
                if (header.isLast()) {
                    endMessage(message.bytes(), message.size());
                }
            }
        }
        return from + taken;
    }

    /// Text is judged as it comes, compressed text at its end.
    private void arrived(byte[] bytes, int from, int to) {
        if (!compressed) {
            validate(bytes, from, to);
        }
    }

    private void validate(byte[] bytes, int from, int to) {
        if (kind == MessageKind.TEXT && !validator.accept(bytes, from, to)) {
            throw ProtocolViolation.invalidText();
        }
    }

    private void endMessage(byte[] bytes, int length) {
        if (compressed) {
            compressed = false;
            byte[] plain = Inflation.inflate(bytes, length, limits.maxMessageBytes());
            validate(plain, 0, plain.length);
            endMessage(plain, plain.length);
            return;
        }
        if (!validator.isComplete()) {
            throw ProtocolViolation.invalidText();
        }
        fragments = 0;
        message.release();
        sink.message(kind, bytes, length);
    }

    private void endControlFrame() {
        byte[] body = control;
        control = new byte[0];
        switch (header.opcode()) {
            case Opcode.PING -> sink.ping(body);
            case Opcode.PONG -> sink.pong(body);
            default -> {
                ClosePayload close = ClosePayload.parse(body);
                finished = true;
                message.release();
                sink.close(close.code(), close.reason());
            }
        }
    }
}
