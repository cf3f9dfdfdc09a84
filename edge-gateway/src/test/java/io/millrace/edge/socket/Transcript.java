package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes down what a decoder finds.
final class Transcript implements FrameSink {
    private static final int SHOWN = 40;

    final List<String> lines = new ArrayList<>();

    /// What a decoder makes of a stream that comes in pieces ending at `cuts`, the violation at its end
    /// included.
    static List<String> of(SocketSettings settings, byte[] stream, int... cuts) {
        Transcript transcript = new Transcript();
        FrameDecoder decoder = new FrameDecoder(settings, settings.compression(), transcript);
        int from = 0;
        try {
            for (int cut : cuts) {
                decoder.decode(Arrays.copyOfRange(stream, from, cut), cut - from);
                from = cut;
            }
            decoder.decode(Arrays.copyOfRange(stream, from, stream.length), stream.length - from);
        } catch (ProtocolViolation violation) {
            transcript.lines.add("violation " + violation.code() + " " + violation.reason());
        }
        return transcript.lines;
    }

    @Override
    public void message(MessageKind kind, byte[] payload, int length) {
        lines.add(kind + " " + shown(Arrays.copyOf(payload, length)));
    }

    @Override
    public void ping(byte[] payload) {
        lines.add("ping " + shown(payload));
    }

    @Override
    public void pong(byte[] payload) {
        lines.add("pong " + shown(payload));
    }

    @Override
    public void close(int code, String reason) {
        lines.add("close " + code + " " + reason);
    }

    private static String shown(byte[] payload) {
        return payload.length <= SHOWN
                ? new String(payload, ISO_8859_1)
                : payload.length + " bytes, hash " + Arrays.hashCode(payload);
    }
}
