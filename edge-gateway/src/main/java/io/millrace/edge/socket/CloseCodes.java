package io.millrace.edge.socket;

/// Close status codes of RFC 6455 section 7.4 that this package sends or reports.
public final class CloseCodes {
    /// The purpose of the connection is fulfilled.
    public static final int NORMAL = 1000;
    /// The server stops, or the browser leaves the page.
    public static final int GOING_AWAY = 1001;
    /// The peer broke the framing rules.
    public static final int PROTOCOL_ERROR = 1002;
    /// A message kind that the receiver does not take.
    public static final int UNSUPPORTED_DATA = 1003;
    /// Reported, never sent: the peer's close frame carried no code.
    public static final int NO_STATUS = 1005;
    /// Reported, never sent: the connection ended without a close frame.
    public static final int ABNORMAL = 1006;
    /// Text that is not UTF-8.
    public static final int INVALID_PAYLOAD = 1007;
    /// A rule of this server was broken; here: too many fragments in one message.
    public static final int POLICY_VIOLATION = 1008;
    /// A frame or message over the size limit.
    public static final int TOO_BIG = 1009;
    /// The server failed while handling the connection.
    public static final int INTERNAL_ERROR = 1011;

    /// Of the client protocol: more was said than could be handled, come back later.
    public static final int TOO_MANY_REQUESTS = 3013;

    private static final int FIRST_FOR_LIBRARIES = 3000;
    private static final int LAST_FOR_APPLICATIONS = 4999;
    private static final int LAST_REGISTERED = 1014;
    private static final int RESERVED = 1004;

    private CloseCodes() {}

    /// Whether a close frame may carry `code`: the registered codes that are not reserved for local use, and
    /// 3000 to 4999.
    public static boolean mayBeSent(int code) {
        if (code >= FIRST_FOR_LIBRARIES) {
            return code <= LAST_FOR_APPLICATIONS;
        }
        return (code >= NORMAL && code < RESERVED) || (code >= INVALID_PAYLOAD && code <= LAST_REGISTERED);
    }
}
