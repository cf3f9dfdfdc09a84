package io.millrace.edge.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.protocol.Payload;
import io.millrace.runtime.sanction.SanctionIndex;
import io.millrace.schema.moderation.Sanction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What users get to read about moderation, in JSON.
public final class ModerationJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ModerationJson() {}

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /// Sanctions, as their user sees them: without who gave them.
    public static Payload sanctions(List<Sanction> sanctions) {
        return object(json -> {
            json.writeArrayFieldStart("sanctions");
            for (Sanction sanction : sanctions) {
                write(json, sanction);
            }
            json.writeEndArray();
        });
    }

    /// What became of a report or an appeal.
    public static Payload noted(ComplaintAnswer.Noted answer) {
        return object(json -> json.writeStringField("id", answer.id()));
    }

    /// An error for whoever comes without a connection.
    public static Payload error(Refusal refusal) {
        return object(json -> {
            json.writeObjectFieldStart("error");
            json.writeNumberField("code", refusal.code().code());
            json.writeStringField("message", refusal.message());
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Sanction sanction) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", sanction.getId());
        json.writeStringField("kind", sanction.getKind().name().toLowerCase(Locale.ROOT));
        if (!sanction.getRoom().isEmpty()) {
            json.writeStringField("room", sanction.getRoom());
        }
        Instant until = sanction.getUntil();
        if (until != null) {
            json.writeStringField("until", SanctionIndex.toldEnd(until).toString());
        }
        if (sanction.getIntervalMillis() > 0) {
            json.writeNumberField("interval", sanction.getIntervalMillis());
        }
        json.writeStringField("reason", sanction.getReason());
        json.writeEndObject();
    }

    private static Payload object(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Payload.wrap(out.toByteArray());
    }
}
