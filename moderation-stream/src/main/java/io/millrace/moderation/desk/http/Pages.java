package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.moderation.desk.store.Place;
import java.util.List;
import java.util.function.Function;

/// Where the next page begins.
final class Pages {

    private Pages() {}

    /// Adds `next`, unless this is the last page.
    static <T> void next(ObjectNode body, List<T> entries, int limit, Function<T, Place> place) {
        if (entries.size() == limit) {
            body.put("next", Cursor.write(place.apply(entries.getLast())));
        }
    }
}
