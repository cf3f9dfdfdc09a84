package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.moderation.desk.review.Refusal;
import io.millrace.moderation.desk.work.Result;
import java.util.function.Function;

/// Turns how an action ended into an answer.
final class Results {

    private Results() {}

    /// @param what there is none of, for 404
    static <T> Reply reply(Result<T> result, String what, Function<T, JsonNode> body) {
        return switch (result) {
            case Result.Done<T>(T value, boolean written) -> Reply.changed(body.apply(value), written);
            case Result.Missing<T> _ -> throw new ProblemException(Problem.of(404, "there is no such " + what));
            case Result.Refused<T>(Refusal refusal) -> throw new ProblemException(problem(refusal));
        };
    }

    static Problem problem(Refusal refusal) {
        return switch (refusal.kind()) {
            case INVALID ->
                new Problem(422, refusal.field() + ": " + refusal.text(), refusal.field(), refusal.text(), null);
            case FORBIDDEN -> Problem.of(403, refusal.text());
            case CONFLICT -> Problem.of(409, refusal.text());
        };
    }
}
