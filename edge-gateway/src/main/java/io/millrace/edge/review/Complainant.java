package io.millrace.edge.review;

import io.millrace.id.UserId;

/// Who reports or appeals.
///
/// @param user anonymous when the connection is
/// @param client id of the connection; empty when there is none
/// @param address of the network
public record Complainant(UserId user, String client, String address) {

    /// By which moderators know them.
    String name() {
        return user.isAnonymous() ? client : user.value();
    }

    /// By which is counted how often they ask: who has no name could be another client each time.
    String share() {
        return user.isAnonymous() ? "address " + address : "user " + user.value();
    }
}
