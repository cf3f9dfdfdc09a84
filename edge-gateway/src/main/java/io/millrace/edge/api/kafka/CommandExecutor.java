package io.millrace.edge.api.kafka;

import io.millrace.edge.api.ApiAnswer;
import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.api.ApiCall;
import io.millrace.edge.api.ApiMethod;
import io.millrace.edge.api.ApiRequests;
import io.millrace.edge.api.ApiScope;
import io.millrace.edge.api.ApiService;
import io.millrace.edge.api.Caller;
import io.millrace.edge.api.JsonBody;
import io.millrace.edge.api.MalformedRequestException;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiResult;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Executes one command. Everything it does carries an identity made of the command's id, so that it may be
/// executed again, here or on another edge, without a further effect. Thread-safe.
final class CommandExecutor {

    /// Longest command id, in characters.
    static final int MAX_ID = 255;

    private static final long RETRY_MILLIS = 250;

    /// Who may write to the topic is decided by Kafka.
    private static final Caller DOOR = new Caller("api.commands", EnumSet.allOf(ApiScope.class), "");

    private final ApiService service;
    private final KnownResults known;
    private final InstantSource clock;
    private final Executor later;

    /// @param threads run what is tried again, which may wait for Kafka
    CommandExecutor(ApiService service, KnownResults known, InstantSource clock, Executor threads) {
        this.service = service;
        this.known = known;
        this.clock = clock;
        this.later = CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, threads);
    }

    /// @throws IllegalArgumentException when a command has no usable id, so that nobody could be answered
    static void check(ApiCommand command) {
        int length = command.getId().length();
        if (length == 0 || length > MAX_ID) {
            throw new IllegalArgumentException("id must have 1 to " + MAX_ID + " characters, has " + length);
        }
    }

    /// Executes a command that was checked, or finds what came of it before.
    ///
    /// @param partition the command stands in
    /// @param deadlineNanos until when it is tried again while it meets an outage
    CompletableFuture<ApiResult> execute(int partition, ApiCommand command, long deadlineNanos) {
        Optional<ApiResult> earlier = known.find(partition, command.getId());
        if (earlier.isPresent()) {
            return CompletableFuture.completedFuture(earlier.get());
        }
        return answer(command, deadlineNanos).thenApply(answer -> {
            ApiResult result = CommandOutcome.of(command, answer, clock.instant());
            known.add(partition, result);
            return result;
        });
    }

    private CompletableFuture<ApiAnswer> answer(ApiCommand command, long deadlineNanos) {
        Optional<ApiMethod> method = ApiMethod.of(command.getMethod());
        if (method.isEmpty()) {
            return CompletableFuture.completedFuture(Failed.of(ErrorCode.METHOD_NOT_FOUND));
        }
        ApiCall call;
        try {
            call = ApiRequests.read(
                    method.get(), JsonBody.parse(command.getParams().getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedRequestException e) {
            return CompletableFuture.completedFuture(Failed.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        return attempt(call, command.getId(), deadlineNanos);
    }

    private CompletableFuture<ApiAnswer> attempt(ApiCall call, String id, long deadlineNanos) {
        return service.command(call, DOOR, id).thenCompose(answer -> {
            if (!answer.isTemporary() || System.nanoTime() - deadlineNanos >= 0) {
                return CompletableFuture.completedFuture(answer);
            }
            return CompletableFuture.runAsync(() -> {}, later).thenCompose(_ -> attempt(call, id, deadlineNanos));
        });
    }
}
