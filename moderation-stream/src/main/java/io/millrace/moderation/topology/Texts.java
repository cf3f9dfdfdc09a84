package io.millrace.moderation.topology;

import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.text.PayloadText;
import io.millrace.schema.chat.MessageSubmitted;

/// The text of a message.
final class Texts {

    private Texts() {}

    /// What is judged of it.
    static String of(MessageSubmitted message, Policy policy) {
        return PayloadText.of(
                message.getData(), message.getFormat(), policy.limits().text());
    }
}
