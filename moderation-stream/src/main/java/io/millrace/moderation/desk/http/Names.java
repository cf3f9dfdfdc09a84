package io.millrace.moderation.desk.http;

import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import java.util.function.Function;

/// Names of rooms and messages in requests.
final class Names {

    private Names() {}

    static RoomId room(String field, String value) {
        return checked(field, value, RoomId::new);
    }

    static MessageId message(String field, String value) {
        return checked(field, value, MessageId::new);
    }

    private static <T> T checked(String field, String value, Function<String, T> type) {
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem(400, String.valueOf(e.getMessage()), field, null, Fields.shown(value)));
        }
    }
}
