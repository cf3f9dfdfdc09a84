package io.millrace.edge.api;

import io.millrace.edge.api.ApiCall.Publication;
import io.millrace.edge.api.ApiCall.Target;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.StreamPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of each method from JSON.
public final class ApiRequests {

    /// The last second of the year 9999.
    private static final long MAX_EXPIRY = 253_402_300_799L;

    private ApiRequests() {}

    /// Reads a call.
    ///
    /// @param body parameters as in the HTTP API
    /// @throws MalformedRequestException when a field has another type than it should
    public static ApiCall read(ApiMethod method, JsonBody body) {
        return switch (method) {
            case PUBLISH -> new ApiCall.Publish(body.text("channel"), publication(body));
            case BROADCAST -> new ApiCall.Broadcast(body.texts("channels"), publication(body));
            case SUBSCRIBE -> subscribe(body);
            case UNSUBSCRIBE -> new ApiCall.Unsubscribe(target(body), body.text("channel"));
            case DISCONNECT -> disconnect(body);
            case REFRESH ->
                new ApiCall.Refresh(target(body), body.flag("expired"), instant(body, "expire_at"), body.raw("info"));
            case PRESENCE -> new ApiCall.Presence(body.text("channel"));
            case PRESENCE_STATS -> new ApiCall.PresenceStats(body.text("channel"));
            case HISTORY ->
                new ApiCall.History(
                        body.text("channel"),
                        (int) body.number("limit", Integer.MIN_VALUE, Integer.MAX_VALUE),
                        position(body, "since"),
                        body.flag("reverse"));
            case HISTORY_REMOVE -> new ApiCall.HistoryRemove(body.text("channel"));
            case RETRACT ->
                new ApiCall.Retract(
                        body.text("channel"),
                        body.text("id"),
                        body.number("offset", 0, Long.MAX_VALUE),
                        body.text("epoch"),
                        body.text("reason"));
            case CHANNELS -> new ApiCall.Channels(body.text("pattern"));
            case INFO -> new ApiCall.NodeInfo();
            case BATCH -> batch(body);
            case RPC -> new ApiCall.Refused(method, ApiAnswer.Failed.of(ErrorCode.METHOD_NOT_FOUND));
            case MAP_PUBLISH, MAP_REMOVE, MAP_READ_STATE, MAP_READ_STREAM, MAP_STATS, MAP_CLEAR, SHARED_POLL_PUBLISH ->
                new ApiCall.Refused(method, ApiAnswer.Failed.of(ErrorCode.NOT_AVAILABLE));
        };
    }

    private static Publication publication(JsonBody body) {
        return new Publication(
                verbatimOrBase64(body, "data"),
                body.textByName("tags"),
                body.text("idempotency_key"),
                body.number("version", 0, Long.MAX_VALUE),
                body.text("version_epoch"),
                body.flag("skip_history"),
                body.flag("delta"));
    }

    private static ApiCall subscribe(JsonBody body) {
        return new ApiCall.Subscribe(
                target(body),
                body.text("channel"),
                verbatimOrBase64(body, "info"),
                verbatimOrBase64(body, "data"),
                instant(body, "expire_at"),
                position(body, "recover_since"),
                overrides(body.object("override")));
    }

    private static ApiCall disconnect(JsonBody body) {
        JsonBody how = body.object("disconnect");
        return new ApiCall.Disconnect(
                target(body),
                body.texts("whitelist"),
                how == null ? DisconnectCode.FORCE_DISCONNECT.code() : (int) how.number("code", 0, Integer.MAX_VALUE),
                how == null ? DisconnectCode.FORCE_DISCONNECT.reason() : how.text("reason"));
    }

    /// Each command is an object with one field, named like its method.
    private static ApiCall batch(JsonBody body) {
        List<ApiCall> calls = new ArrayList<>();
        for (JsonBody command : body.objects("commands")) {
            calls.add(batched(command));
        }
        return new ApiCall.Batch(calls, body.flag("parallel"));
    }

    private static ApiCall batched(JsonBody command) {
        for (String name : command.names()) {
            ApiMethod method = ApiMethod.of(name).orElse(ApiMethod.BATCH);
            JsonBody params = command.object(name);
            if (method != ApiMethod.BATCH && params != null) {
                return read(method, params);
            }
        }
        return new ApiCall.Refused(ApiMethod.BATCH, ApiAnswer.Failed.of(ErrorCode.METHOD_NOT_FOUND));
    }

    private static Target target(JsonBody body) {
        return new Target(body.text("user"), body.text("client"), body.text("session"));
    }

    private static Payload verbatimOrBase64(JsonBody body, String name) {
        Payload bytes = body.base64("b64" + name);
        return bytes.isEmpty() ? body.raw(name) : bytes;
    }

    private static @Nullable StreamPosition position(JsonBody body, String name) {
        JsonBody position = body.object(name);
        return position == null
                ? null
                : new StreamPosition(position.number("offset", 0, Long.MAX_VALUE), position.text("epoch"));
    }

    /// Seconds since 1970 UTC; 0 and absent mean never.
    private static @Nullable Instant instant(JsonBody body, String name) {
        long seconds = body.number(name, 0, MAX_EXPIRY);
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    private static Map<String, Boolean> overrides(@Nullable JsonBody body) {
        if (body == null) {
            return Map.of();
        }
        Map<String, Boolean> result = new LinkedHashMap<>();
        for (String option : body.names()) {
            JsonBody value = body.object(option);
            if (value != null) {
                result.put(option, value.flag("value"));
            }
        }
        return result;
    }
}
