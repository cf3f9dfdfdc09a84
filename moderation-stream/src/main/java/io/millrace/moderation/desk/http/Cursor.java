package io.millrace.moderation.desk.http;

import io.millrace.moderation.desk.store.Place;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/// A place in a list as clients hand it back; what is in it is nobody's business.
final class Cursor {

    private Cursor() {}

    static String write(Place place) {
        String text = place.at() + " " + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Place read(String field, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int blank = text.indexOf(' ');
            return new Place(Instant.parse(text.substring(0, Math.max(0, blank))), text.substring(blank + 1));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new ProblemException(Problem.field(field, "what an earlier answer gave", Fields.shown(cursor)));
        }
    }
}
