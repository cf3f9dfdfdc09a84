package io.millrace.edge.protocol;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the fields of one message by JSON name and by Protobuf number.
final class FieldTable<F extends Enum<F> & WireField> {

    private static final int MAX_NUMBER = 31;

    private final Map<String, F> byName = new HashMap<>();
    private final Map<Integer, F> byNumber = new HashMap<>();

    private FieldTable(F[] fields) {
        for (F field : fields) {
            if (field.number() < 1 || field.number() > MAX_NUMBER || byNumber.put(field.number(), field) != null) {
                throw new IllegalArgumentException(
                        "field numbers must be unique and between 1 and 31, is " + field.number());
            }
            byName.put(field.name().toLowerCase(Locale.ROOT), field);
        }
    }

    static <F extends Enum<F> & WireField> FieldTable<F> of(F[] fields) {
        return new FieldTable<>(fields);
    }

    /// Null when the message has no such field.
    @Nullable
    F byName(String name) {
        return byName.get(name);
    }

    /// Null when the message has no such field.
    @Nullable
    F byNumber(int number) {
        return byNumber.get(number);
    }
}
