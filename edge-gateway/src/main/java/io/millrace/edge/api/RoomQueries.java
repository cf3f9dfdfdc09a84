package io.millrace.edge.api;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.edge.room.HistoryPage;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.RoomAction;
import io.millrace.edge.room.RoomHub;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Presence, presence_stats and history: this edge follows the room for them, and for a while afterwards.
/// Thread-safe.
final class RoomQueries {

    private final RoomRules rules;
    private final RoomHub rooms;
    private final Archive archive;
    private final InstantSource clock;
    private final int maxPublications;
    private final long patienceNanos;
    private final Executor executor;

    /// @param archive of publications that rooms no longer have at hand
    /// @param clock wall clock
    /// @param maxPublications given back at once
    /// @param patience by which a room answers
    /// @param executor runs what waits for rooms
    RoomQueries(
            RoomRules rules,
            RoomHub rooms,
            Archive archive,
            InstantSource clock,
            int maxPublications,
            Duration patience,
            Executor executor) {
        this.rules = rules;
        this.rooms = rooms;
        this.archive = archive;
        this.clock = clock;
        this.maxPublications = maxPublications;
        this.patienceNanos = patience.toNanos();
        this.executor = executor;
    }

    CompletableFuture<ApiAnswer> presence(ApiCall.Presence call) {
        return query(call.channel(), Namespace::presence, room -> new ApiAnswer.Present(Map.copyOf(room.presence())));
    }

    CompletableFuture<ApiAnswer> presenceStats(ApiCall.PresenceStats call) {
        return query(call.channel(), Namespace::presence, room -> {
            Map<String, ClientInfo> present = room.presence();
            long users =
                    present.values().stream().map(ClientInfo::user).distinct().count();
            return new ApiAnswer.PresentCount(present.size(), users);
        });
    }

    CompletableFuture<ApiAnswer> history(ApiCall.History call) {
        StreamPosition since = call.since();
        if (call.reverse() && since != null && since.offset() == 0) {
            return CompletableFuture.completedFuture(
                    Failed.badRequest("since.offset must be positive when reverse is set, is 0"));
        }
        AtomicReference<@Nullable HistoryPage> asked = new AtomicReference<>();
        CompletableFuture<ApiAnswer> atHand = query(call.channel(), Namespace::keepsHistory, room -> {
            StreamPosition top = room.position();
            if (since != null && !since.epoch().isEmpty() && !since.epoch().equals(top.epoch())) {
                return Failed.of(ErrorCode.UNRECOVERABLE_POSITION);
            }
            int limit = call.limit() < 0 ? maxPublications : Math.min(call.limit(), maxPublications);
            HistoryPage page = room.page(since, call.reverse(), limit, nowMicros());
            asked.set(page);
            return new ApiAnswer.Publications(page.atHand(), top);
        });
        return atHand.thenApplyAsync(answer -> complete(call.channel(), answer, asked.get()), executor);
    }

    /// Adds what the archive has; may take a few seconds.
    private ApiAnswer complete(String channel, ApiAnswer answer, @Nullable HistoryPage page) {
        if (page == null
                || page.rest() == null
                || !(answer instanceof ApiAnswer.Publications(var _, StreamPosition top))) {
            return answer;
        }
        try {
            return new ApiAnswer.Publications(page.complete(archive, new RoomId(channel)), top);
        } catch (ArchiveUnavailableException e) {
            return Failed.of(
                    e.isBusy() ? ErrorCode.TOO_MANY_REQUESTS : ErrorCode.INTERNAL,
                    "the archive cannot be asked now: " + e.getMessage());
        }
    }

    /// @param question asked while the room is locked: it only copies
    private CompletableFuture<ApiAnswer> query(
            String channel, Predicate<Namespace> enabled, Function<LocalRoom, ApiAnswer> question) {
        return switch (RoomOperations.resolve(rules, channel)) {
            case Resolution.Unknown(Refusal refusal) ->
                CompletableFuture.completedFuture(RoomOperations.failed(refusal));
            case Resolution.Known known ->
                enabled.test(known.namespace())
                        ? ask(known, question)
                        : CompletableFuture.completedFuture(Failed.of(ErrorCode.NOT_AVAILABLE));
        };
    }

    private CompletableFuture<ApiAnswer> ask(Resolution.Known known, Function<LocalRoom, ApiAnswer> question) {
        CompletableFuture<ApiAnswer> result = new CompletableFuture<>();
        RoomAction action = new RoomAction() {
            @Override
            public void live(LocalRoom room) {
                ApiAnswer answer;
                try {
                    answer = question.apply(room);
                } catch (RuntimeException e) {
                    // Others wait for the same room.
                    executor.execute(() -> result.completeExceptionally(e));
                    return;
                }
                result.completeAsync(() -> answer, executor);
            }

            @Override
            public void unavailable() {
                result.completeAsync(() -> Failed.of(ErrorCode.INTERNAL, "the room did not answer in time"), executor);
            }
        };
        long now = System.nanoTime();
        rooms.whenLive(known.room(), known.namespace(), action, now, now + patienceNanos);
        return result;
    }

    private long nowMicros() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    }
}
