package io.millrace.edge.protocol;

/// Who a publication, join or leave is about.
///
/// @param user user id, empty for an anonymous user
/// @param client id of the connection
/// @param connInfo from the connection token
/// @param chanInfo from the subscription token
public record ClientInfo(String user, String client, Payload connInfo, Payload chanInfo) {

    /// Somebody of whom only the ids are known.
    public static ClientInfo of(String user, String client) {
        return new ClientInfo(user, client, Payload.NONE, Payload.NONE);
    }
}
