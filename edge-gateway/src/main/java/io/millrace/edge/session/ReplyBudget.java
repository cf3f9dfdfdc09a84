package io.millrace.edge.session;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much one reply may carry: a recovery that overflowed the outbox would end the session, and the client
/// would come back and recover the same again.
///
/// @param bytes of publications, at least 1
record ReplyBudget(long bytes) {

    /// Names, numbers and ids around a payload.
    private static final int OVERHEAD = 224;

    boolean holds(List<Publication> publications) {
        return fitting(publications) == publications.size();
    }

    /// The first publications that fit, at least one, so that who reads on page by page comes to an end.
    List<Publication> cut(List<Publication> publications) {
        return publications.subList(0, Math.min(publications.size(), Math.max(1, fitting(publications))));
    }

    private int fitting(List<Publication> publications) {
        long sum = 0;
        int count = 0;
        for (Publication publication : publications) {
            sum += OVERHEAD + publication.data().size() + size(publication.info());
            if (sum > bytes) {
                break;
            }
            count++;
        }
        return count;
    }

    private static long size(@Nullable ClientInfo info) {
        return info == null
                ? 0
                : (long) info.user().length()
                        + info.connInfo().size()
                        + info.chanInfo().size();
    }
}
