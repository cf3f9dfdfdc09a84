package io.millrace.edge.api;

import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.publish.AuditLog;
import io.millrace.schema.audit.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Says in the audit log what calls of the server API changed, or tried to. Thread-safe.
///
/// What controls connections and what erases is an event each. Publishing is what the API does all day, and an
/// event for each publication would be as much again to write, all under the key of one actor: the first of a
/// series (one actor, address, method and outcome) is an event, those that follow are summed up every ten
/// seconds. A series ends with ten seconds of silence. An edge that is killed loses the sums of its last ten
/// seconds; the publications themselves are in their rooms.
final class ApiAudit {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Series at once; beyond them addresses are not told apart.
    static final int MAX_SERIES = 1_000;

    /// How long the last sums may take at the end.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AuditLog log;
    private final Executor executor;
    private final Map<Series, Sum> sums = new HashMap<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private long sweptNanos = System.nanoTime();

    /// @param error code, empty for success
    private record Series(String actor, String address, ApiMethod method, Outcome outcome, String error) {

        Series anywhere() {
            return new Series(actor, "", method, outcome, error);
        }
    }

    private static final class Sum {
        private long calls;
        private long publications;
    }

    /// @param executor writes sums, which may wait for Kafka
    ApiAudit(AuditLog log, Executor executor) {
        this.log = log;
        this.executor = executor;
    }

    /// Notes a call that was answered.
    void note(ApiCall call, Caller caller, ApiAnswer answer) {
        if (!call.method().isMutating()) {
            return;
        }
        Outcome outcome = Outcome.SUCCESS;
        Map<String, String> detail = call.detail();
        String error = "";
        if (answer instanceof Failed failed) {
            outcome = failed.code() == ErrorCode.PERMISSION_DENIED.code() ? Outcome.REFUSED : Outcome.FAILED;
            error = Integer.toString(failed.code());
            detail = Map.of("error", error);
        }
        Series series = new Series(caller.name(), caller.address(), call.method(), outcome, error);
        if (begins(call, series)) {
            log.did(caller.name(), action(call.method()), call.subject(), outcome, caller.address(), detail);
        }
    }

    /// Has sums written that are due; does not wait. While Kafka takes none, those of before are still being
    /// written: then the sums grow, and not the number of them.
    void sweep(long nowNanos) {
        if (writing.get()) {
            return;
        }
        List<Map.Entry<Series, Sum>> due = sums(nowNanos, INTERVAL_NANOS);
        if (!due.isEmpty()) {
            writing.set(true);
            executor.execute(() -> {
                try {
                    due.forEach(this::write);
                } finally {
                    writing.set(false);
                }
            });
        }
    }

    /// Writes all sums, as far as that is possible within two seconds.
    void flush() {
        long start = System.nanoTime();
        for (Map.Entry<Series, Sum> sum : sums(start, 0)) {
            if (System.nanoTime() - start < PATIENCE_NANOS) {
                write(sum);
            }
        }
    }

    /// Whether the call has to be an event; otherwise it is part of a sum.
    private boolean begins(ApiCall call, Series series) {
        return switch (call) {
            case ApiCall.Publish _ -> begins(series, 1);
            case ApiCall.Broadcast broadcast ->
                begins(series, broadcast.channels().size());
            case ApiCall.Subscribe _,
                    ApiCall.Unsubscribe _,
                    ApiCall.Disconnect _,
                    ApiCall.Refresh _,
                    ApiCall.HistoryRemove _,
                    ApiCall.Retract _,
                    ApiCall.Presence _,
                    ApiCall.PresenceStats _,
                    ApiCall.History _,
                    ApiCall.Channels _,
                    ApiCall.NodeInfo _,
                    ApiCall.Batch _,
                    ApiCall.Refused _ -> true;
        };
    }

    private synchronized boolean begins(Series series, int publications) {
        Sum sum = sums.get(series);
        if (sum == null && sums.size() < MAX_SERIES) {
            sums.put(series, new Sum());
            return true;
        }
        Sum counted = sum == null ? sums.computeIfAbsent(series.anywhere(), _ -> new Sum()) : sum;
        counted.calls++;
        counted.publications += publications;
        return false;
    }

    private synchronized List<Map.Entry<Series, Sum>> sums(long nowNanos, long ageNanos) {
        if (ageNanos > 0 && nowNanos - sweptNanos < ageNanos) {
            return List.of();
        }
        sweptNanos = nowNanos;
        List<Map.Entry<Series, Sum>> due = new ArrayList<>();
        for (Iterator<Map.Entry<Series, Sum>> all = sums.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Series, Sum> next = all.next();
            if (next.getValue().calls == 0) {
                all.remove();
            } else {
                due.add(Map.entry(next.getKey(), next.getValue()));
                next.setValue(new Sum());
            }
        }
        return due;
    }

    private void write(Map.Entry<Series, Sum> entry) {
        Series series = entry.getKey();
        Map<String, String> detail = new HashMap<>();
        detail.put("calls", Long.toString(entry.getValue().calls));
        detail.put("publications", Long.toString(entry.getValue().publications));
        if (!series.error.isEmpty()) {
            detail.put("error", series.error);
        }
        log.did(series.actor, action(series.method), "", series.outcome, series.address, detail);
    }

    private static String action(ApiMethod method) {
        return "api." + method.wireName();
    }
}
