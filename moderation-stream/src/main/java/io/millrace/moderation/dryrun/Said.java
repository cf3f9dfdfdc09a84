package io.millrace.moderation.dryrun;

import io.millrace.id.RoomId;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One message of the past.
///
/// @param offset in its room; null when it is not known to have been published
/// @param at time of its record, milliseconds since 1970
record Said(
        String messageId,
        RoomId room,
        @Nullable Long offset,
        Sender sender,
        ByteBuffer data,
        PayloadFormat format,
        long at) {

    /// Who counts as one sender.
    String senderKey() {
        return sender.getUser().isEmpty() ? sender.getClient() : sender.getUser();
    }
}
