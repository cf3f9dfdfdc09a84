package io.millrace.edge.api.kafka;

import io.millrace.edge.api.ApiAnswer;
import io.millrace.edge.api.ApiMethod;
import io.millrace.edge.api.ApiReplies;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiError;
import io.millrace.schema.api.ApiResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Answers as records of `api.results`.
final class CommandOutcome {

    private CommandOutcome() {}

    static ApiResult of(ApiCommand command, ApiAnswer answer, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        return answer instanceof ApiAnswer.Failed failed
                ? new ApiResult(
                        command.getId(), command.getMethod(), at, null, new ApiError(failed.code(), failed.message()))
                : new ApiResult(
                        command.getId(),
                        command.getMethod(),
                        at,
                        new String(ApiReplies.result(answer), StandardCharsets.UTF_8),
                        null);
    }

    /// Whether a repeat of the command must get this result: it changed something, and would not go better now.
    static boolean isFinal(ApiResult result) {
        ApiError error = result.getError();
        boolean temporary = error != null
                && (error.getCode() == ErrorCode.INTERNAL.code()
                        || error.getCode() == ErrorCode.TOO_MANY_REQUESTS.code());
        boolean changes = ApiMethod.of(result.getMethod())
                .filter(method -> method.isMutating() || method == ApiMethod.BATCH)
                .isPresent();
        return changes && !temporary;
    }
}
