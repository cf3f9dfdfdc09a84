package io.millrace.edge.api;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.publish.ServerPublisher;
import io.millrace.id.MessageId;
import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.room.TakenBack;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Publish, broadcast, history_remove and retract. Thread-safe.
final class RoomOperations {

    private static final int MAX_KEY = 255;
    private static final int MAX_REASON = 500;
    private static final int MAX_TAG_BYTES = 16 << 10;

    private final RoomRules rules;
    private final ServerPublisher publisher;
    private final int maxChannels;
    private final Executor executor;

    /// @param maxChannels of one broadcast
    /// @param executor runs what waits for rooms
    RoomOperations(RoomRules rules, ServerPublisher publisher, int maxChannels, Executor executor) {
        this.rules = rules;
        this.publisher = publisher;
        this.maxChannels = maxChannels;
        this.executor = executor;
    }

    CompletableFuture<ApiAnswer> publish(ApiCall.Publish call, CallIdentity identity) {
        return check(call.publication())
                .<CompletableFuture<ApiAnswer>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> publish(call.channel(), call.publication(), identity));
    }

    CompletableFuture<ApiAnswer> broadcast(ApiCall.Broadcast call, CallIdentity identity) {
        List<String> channels = call.channels();
        Optional<Failed> wrong = channels.isEmpty()
                ? Optional.of(Failed.badRequest("channels is empty"))
                : channels.size() > maxChannels
                        ? Optional.of(Failed.badRequest(
                                "channels has more than " + maxChannels + " entries, it has " + channels.size()))
                        : check(call.publication());
        if (wrong.isPresent()) {
            return CompletableFuture.completedFuture(wrong.get());
        }
        // One after the other into Kafka, so that two broadcasts of one caller keep their order in every room.
        List<CompletableFuture<ApiAnswer>> responses = channels.stream()
                .map(channel -> publish(channel, call.publication(), identity))
                .toList();
        return Futures.all(responses).thenApply(ApiAnswer.Broadcasted::new);
    }

    CompletableFuture<ApiAnswer> removeHistory(ApiCall.HistoryRemove call, CallIdentity identity) {
        return switch (resolve(rules, call.channel())) {
            case Resolution.Unknown(Refusal refusal) -> CompletableFuture.completedFuture(failed(refusal));
            case Resolution.Known known -> {
                if (!known.namespace().keepsHistory()) {
                    yield CompletableFuture.completedFuture(Failed.of(ErrorCode.NOT_AVAILABLE));
                }
                MessageId id = identity.inRoom(known.room(), "history_remove");
                yield await(then -> publisher.removeHistory(known.room(), id, then))
                        .thenApply(answer -> answer instanceof ApiAnswer.Published ? new ApiAnswer.Done() : answer);
            }
        };
    }

    CompletableFuture<ApiAnswer> retract(ApiCall.Retract call, Caller caller, CallIdentity identity) {
        return switch (resolve(rules, call.channel())) {
            case Resolution.Unknown(Refusal refusal) -> CompletableFuture.completedFuture(failed(refusal));
            case Resolution.Known known ->
                check(call)
                        .<CompletableFuture<ApiAnswer>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> {
                            Retract retract = new Retract(
                                    identity.inRoom(known.room(), "retract").value(),
                                    call.id(),
                                    call.offset() == 0 ? null : call.offset(),
                                    call.reason(),
                                    caller.name(),
                                    call.epoch().isEmpty() ? null : call.epoch(),
                                    null);
                            return await(then -> publisher.retract(known.room(), retract, then));
                        });
        };
    }

    private static Optional<Failed> check(ApiCall.Retract call) {
        if (call.id().isEmpty() && call.offset() == 0) {
            return Optional.of(Failed.badRequest("id or offset is needed"));
        }
        if (call.id().length() > MessageId.MAX_LENGTH) {
            return Optional.of(Failed.badRequest("id is longer than " + MessageId.MAX_LENGTH + " characters, it has "
                    + call.id().length()));
        }
        return call.reason().length() > MAX_REASON
                ? Optional.of(Failed.badRequest("reason is longer than " + MAX_REASON + " characters, it has "
                        + call.reason().length()))
                : Optional.empty();
    }

    private CompletableFuture<ApiAnswer> publish(
            String channel, ApiCall.Publication publication, CallIdentity identity) {
        return switch (resolve(rules, channel)) {
            case Resolution.Unknown(Refusal refusal) -> CompletableFuture.completedFuture(failed(refusal));
            case Resolution.Known known -> {
                Optional<Refusal> refusal = RoomRules.mustFit(publication.data(), known.namespace());
                if (refusal.isPresent()) {
                    yield CompletableFuture.completedFuture(failed(refusal.get()));
                }
                MessageId id = identity.publication(known.room(), publication.idempotencyKey());
                yield await(then -> publisher.publish(
                        known.room(), id, publication.data(), known.namespace().format(), extras(publication), then));
            }
        };
    }

    private CompletableFuture<ApiAnswer> await(Consumer<Consumer<PublishOutcome>> command) {
        CompletableFuture<ApiAnswer> answer = new CompletableFuture<>();
        // Whoever waits must not run on the thread that reads the inbox.
        command.accept(outcome -> answer.completeAsync(() -> answer(outcome), executor));
        return answer;
    }

    private static ApiAnswer answer(PublishOutcome outcome) {
        return switch (outcome) {
            case PublishOutcome.Accepted accepted ->
                new ApiAnswer.Published(new StreamPosition(
                        accepted.offset().value(), accepted.epoch().value()));
            case PublishOutcome.Taken _ -> new ApiAnswer.Published(new StreamPosition(0, ""));
            case PublishOutcome.Rejected(int code, String reason) -> new Failed(code, reason);
            case PublishOutcome.Unknown() ->
                Failed.of(ErrorCode.INTERNAL, "the room did not answer in time; it may have taken the call");
        };
    }

    /// Checks what is the same in every room.
    private static Optional<Failed> check(ApiCall.Publication publication) {
        if (publication.idempotencyKey().length() > MAX_KEY) {
            return Optional.of(tooLong("idempotency_key", publication.idempotencyKey()));
        }
        if (publication.versionEpoch().length() > MAX_KEY) {
            return Optional.of(tooLong("version_epoch", publication.versionEpoch()));
        }
        if (publication.tags().keySet().stream().anyMatch(tag -> tag.startsWith(TakenBack.RESERVED_TAGS))) {
            return Optional.of(Failed.badRequest("tags must not begin with " + TakenBack.RESERVED_TAGS));
        }
        int bytes = tagBytes(publication.tags());
        return bytes > MAX_TAG_BYTES
                ? Optional.of(Failed.badRequest("tags have more than " + MAX_TAG_BYTES + " bytes, they have " + bytes))
                : Optional.empty();
    }

    private static Failed tooLong(String field, String value) {
        return Failed.badRequest(field + " is longer than " + MAX_KEY + " characters, it has " + value.length());
    }

    private static int tagBytes(Map<String, String> tags) {
        return tags.entrySet().stream()
                .mapToInt(tag -> tag.getKey().getBytes(StandardCharsets.UTF_8).length
                        + tag.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static @Nullable PublishExtras extras(ApiCall.Publication publication) {
        boolean plain = publication.tags().isEmpty()
                && publication.version() == 0
                && publication.versionEpoch().isEmpty()
                && !publication.skipHistory()
                && !publication.delta();
        return plain
                ? null
                : new PublishExtras(
                        publication.tags(),
                        publication.version(),
                        publication.versionEpoch(),
                        publication.skipHistory(),
                        publication.delta());
    }

    static Resolution resolve(RoomRules rules, String channel) {
        return channel.isEmpty()
                ? new Resolution.Unknown(new Refusal(ErrorCode.BAD_REQUEST, "bad request: channel is empty"))
                : rules.resolve(channel);
    }

    static Failed failed(Refusal refusal) {
        return new Failed(refusal.code().code(), refusal.message());
    }
}
