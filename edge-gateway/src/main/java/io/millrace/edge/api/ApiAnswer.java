package io.millrace.edge.api;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.schema.edge.NodeReport;
import java.util.List;
import java.util.Map;

/// What became of a call.
public sealed interface ApiAnswer {

    /// Whether the same call, or a part of it, may succeed in a moment.
    default boolean isTemporary() {
        return false;
    }

    /// It is done and there is nothing to say about it.
    record Done() implements ApiAnswer {}

    /// Place of a publication; offset 0 when it has none.
    record Published(StreamPosition position) implements ApiAnswer {}

    /// One answer for each channel, in their order: [Published] or [Failed].
    record Broadcasted(List<ApiAnswer> responses) implements ApiAnswer {
        @Override
        public boolean isTemporary() {
            return responses.stream().anyMatch(ApiAnswer::isTemporary);
        }
    }

    /// Everybody present, by client id.
    record Present(Map<String, ClientInfo> clients) implements ApiAnswer {}

    /// Connections and different users among them.
    record PresentCount(int clients, long users) implements ApiAnswer {}

    /// Publications of a channel, and its top.
    record Publications(List<Publication> publications, StreamPosition top) implements ApiAnswer {}

    /// Subscribers by channel.
    record ChannelCounts(Map<String, Integer> clients) implements ApiAnswer {}

    /// Figures by edge.
    ///
    /// @param nodes by id of the edge process
    record Nodes(Map<String, NodeReport> nodes) implements ApiAnswer {}

    /// Answers of a batch, in the order of its calls.
    record Replies(List<Reply> replies) implements ApiAnswer {
        @Override
        public boolean isTemporary() {
            return replies.stream().anyMatch(reply -> reply.answer.isTemporary());
        }
    }

    /// Answer of one call of a batch.
    record Reply(ApiMethod method, ApiAnswer answer) {}

    /// It was not done.
    ///
    /// @param code error code of the protocol, 100 to 1999
    /// @param message what is wrong, naming field, limit and value
    record Failed(int code, String message) implements ApiAnswer {

        /// An error in the protocol's own words.
        public static Failed of(ErrorCode code) {
            return new Failed(code.code(), code.message());
        }

        /// An error with more than the code says.
        public static Failed of(ErrorCode code, String detail) {
            return new Failed(code.code(), code.message() + ": " + detail);
        }

        static Failed badRequest(String detail) {
            return of(ErrorCode.BAD_REQUEST, detail);
        }

        @Override
        public boolean isTemporary() {
            return code == ErrorCode.INTERNAL.code() || code == ErrorCode.TOO_MANY_REQUESTS.code();
        }
    }
}
