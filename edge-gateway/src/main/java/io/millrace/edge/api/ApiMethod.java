package io.millrace.edge.api;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The methods of the server API (protocol section 15).
public enum ApiMethod {
    PUBLISH("publish", ApiScope.PUBLISH, true),
    BROADCAST("broadcast", ApiScope.PUBLISH, true),
    SUBSCRIBE("subscribe", ApiScope.CONNECTIONS, true),
    UNSUBSCRIBE("unsubscribe", ApiScope.CONNECTIONS, true),
    DISCONNECT("disconnect", ApiScope.CONNECTIONS, true),
    REFRESH("refresh", ApiScope.CONNECTIONS, true),
    PRESENCE("presence", ApiScope.READ, false),
    PRESENCE_STATS("presence_stats", ApiScope.READ, false),
    HISTORY("history", ApiScope.READ, false),
    HISTORY_REMOVE("history_remove", ApiScope.ERASE, true),
    RETRACT("retract", ApiScope.ERASE, true),
    CHANNELS("channels", ApiScope.INSPECT, false),
    INFO("info", ApiScope.INSPECT, false),
    /// Several calls in one; each of them needs its own scope.
    BATCH("batch", null, false),
    /// No method is registered behind it: always error 104.
    RPC("rpc", null, false),
    MAP_PUBLISH("map_publish", null, false),
    MAP_REMOVE("map_remove", null, false),
    MAP_READ_STATE("map_read_state", null, false),
    MAP_READ_STREAM("map_read_stream", null, false),
    MAP_STATS("map_stats", null, false),
    MAP_CLEAR("map_clear", null, false),
    SHARED_POLL_PUBLISH("shared_poll_publish", null, false);

    private static final Map<String, ApiMethod> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(ApiMethod::wireName, Function.identity()));

    private final String wireName;
    private final @Nullable ApiScope scope;
    private final boolean mutating;

    ApiMethod(String wireName, @Nullable ApiScope scope, boolean mutating) {
        this.wireName = wireName;
        this.scope = scope;
        this.mutating = mutating;
    }

    /// The method of a name, or nothing when there is none.
    public static Optional<ApiMethod> of(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /// Its name in paths and in Kafka commands.
    public String wireName() {
        return wireName;
    }

    /// What a key needs for it; empty when every key will do.
    public Optional<ApiScope> scope() {
        return Optional.ofNullable(scope);
    }

    /// Whether it changes something, and so is audited.
    public boolean isMutating() {
        return mutating;
    }
}
