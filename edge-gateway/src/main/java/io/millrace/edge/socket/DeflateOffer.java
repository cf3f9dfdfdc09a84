package io.millrace.edge.socket;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The negotiation of permessage-deflate (RFC 7692 section 7.1). Neither side may keep its window between
/// messages: that would cost every idle connection tens of kilobytes, and messages could not be shared.
final class DeflateOffer {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_FORGETS = "server_no_context_takeover";
    private static final String CLIENT_FORGETS = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final String ANSWER = NAME + "; " + SERVER_FORGETS + "; " + CLIENT_FORGETS;
    private static final String ABSENT = "";

    private DeflateOffer() {}

    /// What to answer.
    ///
    /// @param extensions values of `Sec-WebSocket-Extensions`: offers in the client's order
    /// @return empty when no offer can be taken
    static Optional<String> answer(List<String> extensions) {
        return HeaderTokens.of(extensions).stream()
                .filter(DeflateOffer::isAcceptable)
                .findFirst()
                .map(_ -> ANSWER);
    }

    /// Whether this is an offer of the extension, correct in itself and within what is possible here: the
    /// window of what we send cannot be made smaller than 2^15 bytes.
    private static boolean isAcceptable(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(NAME)) {
            return false;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int index = 1; index < parts.length; index++) {
            String[] pair = parts[index].split("=", 2);
            String value = pair.length == 1 ? ABSENT : unquoted(pair[1].strip());
            boolean empty = pair.length == 2 && value.isEmpty();
            if (empty || parameters.put(pair[0].strip().toLowerCase(Locale.ROOT), value) != null) {
                return false;
            }
        }
        return parameters.entrySet().stream().allMatch(entry -> isAcceptable(entry.getKey(), entry.getValue()));
    }

    private static boolean isAcceptable(String parameter, String value) {
        return switch (parameter) {
            case SERVER_FORGETS, CLIENT_FORGETS -> value.equals(ABSENT);
            case SERVER_WINDOW -> value.equals("15");
            case CLIENT_WINDOW -> value.equals(ABSENT) || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
