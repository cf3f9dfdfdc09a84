package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.store.DocumentTable.Version;
import io.millrace.moderation.document.Problem;
import java.util.List;

/// What comes of changing a document.
public sealed interface PolicyAnswer {

    /// It is published.
    record Published(Version version) implements PolicyAnswer {}

    /// Somebody else changed it meanwhile, or the version was not given.
    ///
    /// @param current 0 when there is none
    /// @param given whether a version was given
    record Outdated(long current, boolean given) implements PolicyAnswer {}

    /// It cannot be used.
    record Wrong(List<Problem> problems) implements PolicyAnswer {}
}
