package io.millrace.edge.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.edge.protocol.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes an identity as the claims of a token that says the same. Pure.
final class TicketClaims {

    private static final JsonFactory FACTORY = new JsonFactory();

    private TicketClaims() {}

    static byte[] write(Identity identity, Instant until) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("sub", identity.user().value());
            json.writeNumberField("exp", until.getEpochSecond());
            Instant end = identity.expiresAt();
            json.writeNumberField("expire_at", end == null ? 0 : end.getEpochSecond());
            base64(json, "b64info", identity.info());
            if (!identity.meta().isEmpty()) {
                json.writeFieldName("meta");
                json.writeRawValue(new String(identity.meta().toByteArray(), StandardCharsets.UTF_8));
            }
            json.writeObjectFieldStart("subs");
            for (Map.Entry<String, ServerSubscription> entry :
                    identity.serverSubscriptions().entrySet()) {
                json.writeFieldName(entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, ServerSubscription subscription) throws IOException {
        json.writeStartObject();
        base64(json, "b64info", subscription.info());
        base64(json, "b64data", subscription.data());
        Overrides overrides = subscription.overrides();
        json.writeObjectFieldStart("override");
        override(json, "presence", overrides.presence());
        override(json, "join_leave", overrides.joinLeave());
        override(json, "force_push_join_leave", overrides.forcePushJoinLeave());
        override(json, "force_positioning", overrides.forcePositioning());
        override(json, "force_recovery", overrides.forceRecovery());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void override(JsonGenerator json, String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            json.writeObjectFieldStart(name);
            json.writeBooleanField("value", value);
            json.writeEndObject();
        }
    }

    private static void base64(JsonGenerator json, String name, Payload value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, Base64.getEncoder().encodeToString(value.toByteArray()));
        }
    }
}
