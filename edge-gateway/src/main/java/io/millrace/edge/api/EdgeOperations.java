package io.millrace.edge.api;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.JsonText;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.id.UserId;
import io.millrace.schema.edge.ControlDisconnect;
import io.millrace.schema.edge.ControlRefresh;
import io.millrace.schema.edge.ControlSubscribe;
import io.millrace.schema.edge.ControlSurvey;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.ControlUnsubscribe;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeReport;
import io.millrace.schema.edge.NodeReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What concerns connections, wherever they are: every live edge is told and reports. Thread-safe.
///
/// A change is done when every live edge has reported; if one stays silent the answer is the temporary error
/// 100, and a repeat is harmless.
final class EdgeOperations {

    private static final Set<String> OVERRIDES =
            Set.of("presence", "join_leave", "force_push_join_leave", "force_positioning", "force_recovery");
    private static final int MIN_DISCONNECT = 3_000;
    private static final int MAX_DISCONNECT = 4_999;

    /// Of a close frame (RFC 6455, section 5.5), less the code.
    private static final int MAX_REASON_BYTES = 123;

    private final RoomRules rules;
    private final Fanout fanout;

    EdgeOperations(RoomRules rules, Fanout fanout) {
        this.rules = rules;
        this.fanout = fanout;
    }

    CompletableFuture<ApiAnswer> subscribe(ApiCall.Subscribe call, CallIdentity identity) {
        StreamPosition since = call.since();
        Map<String, Boolean> overrides = new HashMap<>(call.override());
        overrides.keySet().retainAll(OVERRIDES);
        return unknownChannel(call.channel())
                .map(EdgeOperations::refused)
                .orElseGet(() -> change(
                        call.target(),
                        identity,
                        control()
                                .setSubscribe(new ControlSubscribe(
                                        call.channel(),
                                        bytes(call.info()),
                                        bytes(call.data()),
                                        call.expireAt(),
                                        since == null ? null : since.epoch(),
                                        since == null ? null : since.offset(),
                                        overrides))));
    }

    CompletableFuture<ApiAnswer> unsubscribe(ApiCall.Unsubscribe call, CallIdentity identity) {
        Optional<Failed> wrong = call.channel().isEmpty() ? Optional.empty() : unknownChannel(call.channel());
        return wrong.map(EdgeOperations::refused)
                .orElseGet(() -> change(
                        call.target(),
                        identity,
                        control()
                                .setUnsubscribe(ControlUnsubscribe.newBuilder()
                                        .setRoom(call.channel())
                                        .build())));
    }

    CompletableFuture<ApiAnswer> disconnect(ApiCall.Disconnect call, CallIdentity identity) {
        byte[] reason = call.reason().getBytes(StandardCharsets.UTF_8);
        if (call.code() < MIN_DISCONNECT || call.code() > MAX_DISCONNECT) {
            return refused(Failed.badRequest("disconnect.code must be between " + MIN_DISCONNECT + " and "
                    + MAX_DISCONNECT + ", is " + call.code()));
        }
        if (reason.length > MAX_REASON_BYTES) {
            return refused(Failed.badRequest(
                    "disconnect.reason is longer than " + MAX_REASON_BYTES + " bytes, it has " + reason.length));
        }
        if (JsonText.isJson(reason)) {
            // Clients would read advice from it.
            return refused(Failed.badRequest("disconnect.reason must not be JSON"));
        }
        return change(
                call.target(),
                identity,
                control().setDisconnect(new ControlDisconnect(call.code(), call.reason(), call.whitelist())));
    }

    CompletableFuture<ApiAnswer> refresh(ApiCall.Refresh call, CallIdentity identity) {
        return change(
                call.target(),
                identity,
                control().setRefresh(new ControlRefresh(call.expired(), call.expireAt(), bytes(call.info()))));
    }

    CompletableFuture<ApiAnswer> channels(ApiCall.Channels call) {
        try {
            ChannelGlob.of(call.pattern());
        } catch (IllegalArgumentException e) {
            return refused(Failed.badRequest(String.valueOf(e.getMessage())));
        }
        return fanout.send(survey(call.pattern()))
                .thenApply(outcome ->
                        incomplete(outcome).<ApiAnswer>map(failed -> failed).orElseGet(() -> counts(outcome)));
    }

    /// An edge that is silent is simply not among the nodes.
    CompletableFuture<ApiAnswer> info() {
        return fanout.send(survey(null)).thenApply(outcome -> {
            Map<String, NodeReport> nodes = new TreeMap<>();
            for (EdgeReport report : outcome.reports()) {
                if (report.getNode() != null) {
                    nodes.put(report.getIncarnation(), report.getNode());
                }
            }
            return new ApiAnswer.Nodes(nodes);
        });
    }

    private CompletableFuture<ApiAnswer> change(
            ApiCall.Target target, CallIdentity identity, EdgeControl.Builder control) {
        if (!target.isNamed()) {
            return refused(Failed.badRequest("user is empty"));
        }
        try {
            var _ = new UserId(target.user());
        } catch (IllegalArgumentException e) {
            return refused(Failed.badRequest(String.valueOf(e.getMessage())));
        }
        control.setId(identity.id()).setTarget(new ControlTarget(target.user(), target.client(), target.session()));
        return fanout.send(control)
                .thenApply(outcome ->
                        incomplete(outcome).<ApiAnswer>map(failed -> failed).orElseGet(ApiAnswer.Done::new));
    }

    private Optional<Failed> unknownChannel(String channel) {
        return RoomOperations.resolve(rules, channel) instanceof Resolution.Unknown(Refusal refusal)
                ? Optional.of(RoomOperations.failed(refusal))
                : Optional.empty();
    }

    private static ApiAnswer counts(Fanout.Outcome outcome) {
        Map<String, Integer> sum = new TreeMap<>();
        for (EdgeReport report : outcome.reports()) {
            if (report.getChannels() != null) {
                report.getChannels().forEach((channel, clients) -> sum.merge(channel, clients, Integer::sum));
            }
        }
        return new ApiAnswer.ChannelCounts(sum);
    }

    private static Optional<Failed> incomplete(Fanout.Outcome outcome) {
        if (!outcome.silent().isEmpty()) {
            return Optional.of(Failed.of(
                    ErrorCode.INTERNAL,
                    outcome.silent().size() + " of "
                            + (outcome.silent().size() + outcome.reports().size()) + " edges did not report"));
        }
        return outcome.reports().stream()
                .map(EdgeReport::getError)
                .filter(code -> code != null)
                .findFirst()
                .map(code -> code == ErrorCode.LIMIT_EXCEEDED.code()
                        ? Failed.of(ErrorCode.LIMIT_EXCEEDED, "too many channels, use a narrower pattern")
                        : Failed.of(ErrorCode.INTERNAL, "an edge failed"));
    }

    private static EdgeControl.Builder control() {
        return EdgeControl.newBuilder();
    }

    private static EdgeControl.Builder survey(@Nullable String pattern) {
        return control().setId(CallIdentity.fresh().id()).setSurvey(new ControlSurvey(pattern));
    }

    private static CompletableFuture<ApiAnswer> refused(Failed failed) {
        return CompletableFuture.completedFuture(failed);
    }

    private static @Nullable ByteBuffer bytes(Payload payload) {
        return payload.isEmpty() ? null : payload.asByteBuffer();
    }
}
