package io.millrace.processor.topology;

import io.millrace.schema.state.RoomFollower;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import io.millrace.serde.StateCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/// How the state of rooms is stored.
final class RoomStates {

    static final StateCodec<RoomHead> HEAD =
            new StateCodec<>(RoomHead.getEncoder(), RoomHead.createDecoder(earlier("RoomHead-0.1")));
    static final StateCodec<RoomSlot> SLOT =
            new StateCodec<>(RoomSlot.getEncoder(), RoomSlot.createDecoder(earlier("RoomSlot-0.1")));
    static final StateCodec<RoomFollower> FOLLOWER =
            new StateCodec<>(RoomFollower.getEncoder(), RoomFollower.getDecoder());
    static final StateCodec<RoomMember> MEMBER =
            new StateCodec<>(RoomMember.getEncoder(), RoomMember.createDecoder(earlier("RoomMember-0.1")));

    private RoomStates() {}

    /// Shapes in which earlier versions left their state behind, found by their fingerprint.
    private static SchemaStore earlier(String... names) {
        SchemaStore.Cache schemas = new SchemaStore.Cache();
        for (String name : names) {
            String path = "/state/" + name + ".avsc";
            try (InputStream file = RoomStates.class.getResourceAsStream(path)) {
                schemas.addSchema(new Schema.Parser().parse(Objects.requireNonNull(file, path)));
            } catch (IOException e) {
                throw new UncheckedIOException("schema cannot be read: " + path, e);
            }
        }
        return schemas;
    }
}
