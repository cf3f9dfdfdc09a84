package io.millrace.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.CodedOutputStream;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.CommandDecoder;
import io.millrace.edge.protocol.DecodeLimits;
import io.millrace.edge.protocol.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A message with one publish command of 100 bytes: once for each message that a client sends.
@State(Scope.Thread)
public class CommandDecoding {

    private static final String CHANNEL = "chat:general";
    private static final int COMMAND_ID = 1;
    private static final int COMMAND_PUBLISH = 7;
    private static final int PUBLISH_CHANNEL = 1;
    private static final int PUBLISH_DATA = 2;

    private final byte[] data = Texts.payload(100);
    private final byte[] json = ("{\"id\":7,\"publish\":{\"channel\":\"" + CHANNEL + "\",\"data\":" + text(data) + "}}")
            .getBytes(StandardCharsets.UTF_8);
    private final byte[] protobuf = delimited(command(publish(data)));
    private final CommandDecoder jsonDecoder = CommandDecoder.of(Encoding.JSON, DecodeLimits.DEFAULT);
    private final CommandDecoder protobufDecoder = CommandDecoder.of(Encoding.PROTOBUF, DecodeLimits.DEFAULT);
    private final JsonFactory factory = new JsonFactory();

    /// The limit for JSON: a parser that visits every token and keeps nothing.
    @Benchmark
    public int baselineTokens() throws IOException {
        int tokens = 0;
        try (JsonParser parser = factory.createParser(json)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    /// JSON.
    @Benchmark
    public List<Command> json() {
        return jsonDecoder.decode(json, json.length);
    }

    /// Protobuf.
    @Benchmark
    public List<Command> protobuf() {
        return protobufDecoder.decode(protobuf, protobuf.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] publish(byte[] data) {
        return written(out -> {
            out.writeString(PUBLISH_CHANNEL, CHANNEL);
            out.writeByteArray(PUBLISH_DATA, data);
        });
    }

    private static byte[] command(byte[] publish) {
        return written(out -> {
            out.writeUInt32(COMMAND_ID, 7);
            out.writeByteArray(COMMAND_PUBLISH, publish);
        });
    }

    private static byte[] delimited(byte[] command) {
        return written(out -> out.writeByteArrayNoTag(command));
    }

    private static byte[] written(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Fields of one Protobuf message.
    @FunctionalInterface
    private interface Fields {

        void write(CodedOutputStream out) throws IOException;
    }
}
