package io.millrace.processor.history;

import io.millrace.history.TagText;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.room.TakenBack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Takes publications back in the archive: the payload goes, and the retraction has a row of its own. Done
/// again it changes nothing.
final class Retractions {

    /// Only what the event means: with another id it is not that publication.
    private static final String TAKE_BACK = """
            update room_events
            set data = ?, client_id = '', conn_info = null, chan_info = null, tags = ?,
                retracted_by = coalesce(retracted_by, ?)
            where room = ? and epoch = ? and room_offset = ? and retracts is null and (? = '' or message_id = ?)
            """;

    private static final String INSERT = """
            insert into room_events (room, epoch, room_offset, message_id, user_id, client_id, data, format,
                                     submitted_at, published_at, retracts, reason, actor)
            values (?, ?, ?, ?, '', '', '', ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    private Retractions() {}

    /// Carries out one retraction.
    ///
    /// @param event a retraction, after everything that came before it in its room
    static void write(Connection connection, RoomEvent event) throws SQLException {
        MessageRetracted retracted = event.getRetracted();
        takeBack(connection, event, retracted);
        insert(connection, event, retracted);
    }

    private static void takeBack(Connection connection, RoomEvent event, MessageRetracted retracted)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE_BACK)) {
            statement.setBytes(1, TakenBack.data(retracted.getFormat()).array());
            statement.setString(2, TagText.write(TakenBack.tags()));
            statement.setLong(3, event.getOffset());
            statement.setString(4, event.getRoom());
            statement.setString(5, event.getEpoch());
            statement.setLong(6, retracted.getOffset());
            statement.setString(7, retracted.getMessageId());
            statement.setString(8, retracted.getMessageId());
            statement.executeUpdate();
        }
    }

    private static void insert(Connection connection, RoomEvent event, MessageRetracted retracted) throws SQLException {
        OffsetDateTime at = event.getAt().atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, event.getRoom());
            statement.setString(2, event.getEpoch());
            statement.setLong(3, event.getOffset());
            statement.setString(4, retracted.getMessageId());
            statement.setString(5, retracted.getFormat().name());
            statement.setObject(6, at);
            statement.setObject(7, at);
            statement.setLong(8, retracted.getOffset());
            statement.setString(9, retracted.getReason());
            statement.setString(10, retracted.getActor());
            statement.executeUpdate();
        }
    }
}
