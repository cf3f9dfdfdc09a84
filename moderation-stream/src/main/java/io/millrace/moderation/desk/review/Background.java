package io.millrace.moderation.desk.review;

import io.millrace.schema.moderation.SanctionKind;
import java.util.Optional;
import java.util.Set;

/// What the tables know of an item.
///
/// @param deciders moderators who decided about the message, or gave the sanction
/// @param sanction kind of the sanction it is about, if that is still known
public record Background(Set<String> deciders, Optional<SanctionKind> sanction) {

    /// Nothing is known.
    public static final Background NONE = new Background(Set.of(), Optional.empty());
}
