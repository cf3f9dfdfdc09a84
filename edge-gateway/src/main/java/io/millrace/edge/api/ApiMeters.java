package io.millrace.edge.api;

import io.helidon.metrics.api.Timer;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Counts calls of the server API. Thread-safe.
public final class ApiMeters {

    private static final Set<Integer> CODES =
            Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toUnmodifiableSet());

    private final Meters meters;
    private final Timer latency;

    /// @param meters of the service
    public ApiMeters(Meters meters) {
        this.meters = meters;
        this.latency = meters.latency("api_call", "Time of server API calls, those of a batch one by one");
    }

    void called(ApiMethod method, ApiAnswer answer, long nanos) {
        latency.record(Duration.ofNanos(nanos));
        meters.counter(
                        "api_calls",
                        "Server API calls, by method and outcome",
                        "method",
                        method.wireName(),
                        "outcome",
                        outcome(answer))
                .increment();
    }

    /// A request was refused before it became a call.
    ///
    /// @param reason one of a closed set
    public void refused(String reason) {
        meters.counter("api_refused", "Server API requests refused before they became calls", "reason", reason)
                .increment();
    }

    /// Codes that namespaces and rooms make up are one label together.
    private static String outcome(ApiAnswer answer) {
        return answer instanceof ApiAnswer.Failed failed
                ? CODES.contains(failed.code()) ? Integer.toString(failed.code()) : "other"
                : "ok";
    }
}
