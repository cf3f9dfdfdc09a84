package io.millrace.moderation.topology;

import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.text.Roles;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;

/// Who is exempt: by the user id, or by the roles in the connection info.
final class Exempt {

    private Exempt() {}

    static boolean covers(Exemption exemption, Sender sender) {
        ByteBuffer info = sender.getConnInfo();
        return exemption.users().contains(sender.getUser())
                || (info != null && !exemption.roles().isEmpty() && Roles.hasAny(info, exemption.roles()));
    }
}
