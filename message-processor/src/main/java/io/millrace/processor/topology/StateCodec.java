package io.millrace.processor.topology;

import io.millrace.schema.state.RoomFollower;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import io.millrace.serde.GeneratedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificRecord;

/// State as Avro single objects: the fingerprint of the schema, then Avro binary. No registry is needed to
/// restore. Thread-safe.
final class StateCodec<T extends SpecificRecord> {

    static {
        GeneratedRecords.trust();
    }

    static final StateCodec<RoomHead> HEAD =
            new StateCodec<>(RoomHead.getEncoder(), RoomHead.createDecoder(earlier("RoomHead-0.1")));
    static final StateCodec<RoomSlot> SLOT =
            new StateCodec<>(RoomSlot.getEncoder(), RoomSlot.createDecoder(earlier("RoomSlot-0.1")));
    static final StateCodec<RoomFollower> FOLLOWER =
            new StateCodec<>(RoomFollower.getEncoder(), RoomFollower.getDecoder());
    static final StateCodec<RoomMember> MEMBER =
            new StateCodec<>(RoomMember.getEncoder(), RoomMember.createDecoder(earlier("RoomMember-0.1")));

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private StateCodec(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /// Shapes in which earlier versions left their state behind, found by their fingerprint.
    private static SchemaStore earlier(String... names) {
        SchemaStore.Cache schemas = new SchemaStore.Cache();
        for (String name : names) {
            String path = "/state/" + name + ".avsc";
            try (InputStream file = StateCodec.class.getResourceAsStream(path)) {
                schemas.addSchema(new Schema.Parser().parse(Objects.requireNonNull(file, path)));
            } catch (IOException e) {
                throw new UncheckedIOException("schema cannot be read: " + path, e);
            }
        }
        return schemas;
    }

    byte[] encode(T state) {
        try {
            ByteBuffer buffer = encoder.encode(state);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be encoded", e);
        }
    }

    T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be decoded", e);
        }
    }
}
