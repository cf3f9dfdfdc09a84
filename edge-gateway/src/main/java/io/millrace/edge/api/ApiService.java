package io.millrace.edge.api;

import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operations of the server API, the same for every door: who may, what happens, what is noted.
/// Thread-safe.
///
/// Answers are values; a returned future never fails and completes within about the command timeout, a batch
/// of calls in order within that time for each of them.
public final class ApiService {

    private static final Logger LOGGER = LoggerFactory.getLogger(ApiService.class);

    private final RoomOperations rooms;
    private final RoomQueries queries;
    private final EdgeOperations edges;
    private final ApiAudit audit;
    private final ApiMeters meters;
    private final int maxBatch;

    /// @param maxBatch calls of one batch
    ApiService(
            RoomOperations rooms,
            RoomQueries queries,
            EdgeOperations edges,
            ApiAudit audit,
            ApiMeters meters,
            int maxBatch) {
        this.rooms = rooms;
        this.queries = queries;
        this.edges = edges;
        this.audit = audit;
        this.meters = meters;
        this.maxBatch = maxBatch;
    }

    /// Does a call that cannot come again as the same one.
    public CompletableFuture<ApiAnswer> call(ApiCall call, Caller caller) {
        return call(call, caller, CallIdentity.fresh());
    }

    /// Does a command; a repeat with the same id has no further effect.
    ///
    /// @param id of the command, 1 to 255 characters
    public CompletableFuture<ApiAnswer> command(ApiCall call, Caller caller, String id) {
        return call(call, caller, CallIdentity.ofCommand(id));
    }

    private CompletableFuture<ApiAnswer> call(ApiCall call, Caller caller, CallIdentity identity) {
        if (call instanceof ApiCall.Batch batch) {
            return batch(batch, caller, identity);
        }
        long started = System.nanoTime();
        return begin(call, caller, identity)
                .exceptionally(failure -> {
                    LOGGER.atError()
                            .addKeyValue("method", call.method().wireName())
                            .setCause(failure)
                            .log("call failed");
                    return Failed.of(ErrorCode.INTERNAL);
                })
                .thenApply(answer -> {
                    meters.called(call.method(), answer, System.nanoTime() - started);
                    audit.note(call, caller, answer);
                    return answer;
                });
    }

    private CompletableFuture<ApiAnswer> begin(ApiCall call, Caller caller, CallIdentity identity) {
        if (!caller.may(call.method())) {
            return CompletableFuture.completedFuture(Failed.of(
                    ErrorCode.PERMISSION_DENIED,
                    "this key has no scope for " + call.method().wireName()));
        }
        try {
            return perform(call, caller, identity);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<ApiAnswer> perform(ApiCall call, Caller caller, CallIdentity identity) {
        return switch (call) {
            case ApiCall.Publish publish -> rooms.publish(publish, identity);
            case ApiCall.Broadcast broadcast -> rooms.broadcast(broadcast, identity);
            case ApiCall.HistoryRemove remove -> rooms.removeHistory(remove, identity);
            case ApiCall.Retract retract -> rooms.retract(retract, caller, identity);
            case ApiCall.Presence presence -> queries.presence(presence);
            case ApiCall.PresenceStats stats -> queries.presenceStats(stats);
            case ApiCall.History history -> queries.history(history);
            case ApiCall.Subscribe subscribe -> edges.subscribe(subscribe, identity);
            case ApiCall.Unsubscribe unsubscribe -> edges.unsubscribe(unsubscribe, identity);
            case ApiCall.Disconnect disconnect -> edges.disconnect(disconnect, identity);
            case ApiCall.Refresh refresh -> edges.refresh(refresh, identity);
            case ApiCall.Channels channels -> edges.channels(channels);
            case ApiCall.NodeInfo() -> edges.info();
            case ApiCall.Refused refused -> CompletableFuture.completedFuture(refused.why());
            case ApiCall.Batch _ -> CompletableFuture.completedFuture(Failed.badRequest("a batch within a batch"));
        };
    }

    private CompletableFuture<ApiAnswer> batch(ApiCall.Batch batch, Caller caller, CallIdentity identity) {
        List<ApiCall> calls = batch.calls();
        if (calls.size() > maxBatch) {
            return CompletableFuture.completedFuture(
                    Failed.badRequest("commands has more than " + maxBatch + " entries, it has " + calls.size()));
        }
        List<CompletableFuture<ApiAnswer>> answers = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            ApiCall call = calls.get(i);
            CallIdentity part = identity.part(i);
            answers.add(
                    batch.parallel() || i == 0
                            ? call(call, caller, part)
                            : answers.get(i - 1).thenCompose(_ -> call(call, caller, part)));
        }
        return Futures.all(answers).thenApply(all -> {
            List<ApiAnswer.Reply> replies = new ArrayList<>(all.size());
            for (int i = 0; i < all.size(); i++) {
                replies.add(new ApiAnswer.Reply(calls.get(i).method(), all.get(i)));
            }
            return new ApiAnswer.Replies(replies);
        });
    }
}
