package io.millrace.moderation.desk.review;

import io.millrace.schema.moderation.SanctionKind;
import java.util.Optional;
import java.util.Set;

/// What the tables know of an item.
///
/// @param deciders moderators who decided about the message, or gave the sanction
/// @param sanction kind of the sanction it is about, if that is still known
/// @param cause message that the sanction was given for; empty when it was none, or is not known any more
/// @param foreign whether an appeal is about a message or a sanction of somebody else
public record Background(
        Set<String> deciders, Optional<SanctionKind> sanction, Optional<Offence> cause, boolean foreign) {

    /// Nothing is known.
    public static final Background NONE = new Background(Set.of(), Optional.empty(), Optional.empty(), false);
}
