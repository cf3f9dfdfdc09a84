package io.millrace.load.client;

import java.util.concurrent.CompletableFuture;

/// A command that waits for its answer; exactly one call.
interface Pending {

    /// It worked.
    ///
    /// @param frame holds the result from `from` to `to`, exclusive; valid during the call only
    void answered(Method method, byte[] frame, int from, int to);

    void refused(int code, String message, boolean temporary);

    void unknown();

    /// Completes a future with the whole reply.
    record ForAnswer(Codec codec, long id, CompletableFuture<Answer> answer) implements Pending {

        @Override
        public void answered(Method method, byte[] frame, int from, int to) {
            answer.complete(new Answer.Done(
                    Json.object().put("id", id).set(method.key(), codec.tree(method, frame, from, to))));
        }

        @Override
        public void refused(int code, String message, boolean temporary) {
            answer.complete(new Answer.Refused(code, message, temporary));
        }

        @Override
        public void unknown() {
            answer.complete(new Answer.Unknown());
        }
    }

    /// Tells a listener.
    record ForPublish(Codec codec, PublishListener listener) implements Pending {

        private static final Position NOT_TOLD = new Position("", 0);

        @Override
        public void answered(Method method, byte[] frame, int from, int to) {
            listener.accepted(method == Method.RPC ? codec.place(frame, from, to) : NOT_TOLD);
        }

        @Override
        public void refused(int code, String message, boolean temporary) {
            listener.refused(code, message, temporary);
        }

        @Override
        public void unknown() {
            listener.unknown();
        }
    }
}
