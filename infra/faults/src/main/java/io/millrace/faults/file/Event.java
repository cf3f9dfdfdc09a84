package io.millrace.faults.file;

import com.fasterxml.jackson.databind.JsonNode;

/// One line of a history. A member that is asked for has to be there.
record Event(JsonNode line) {

    String kind() throws HistoryFormatException {
        return text("e");
    }

    String text(String member) throws HistoryFormatException {
        JsonNode value = line.path(member);
        if (!value.isTextual()) {
            throw new HistoryFormatException("no text '" + member + "'");
        }
        return value.textValue();
    }

    long number(String member) throws HistoryFormatException {
        JsonNode value = line.path(member);
        if (!value.isIntegralNumber()) {
            throw new HistoryFormatException("no number '" + member + "'");
        }
        return value.longValue();
    }

    /// Eight hexadecimal digits.
    int hash() throws HistoryFormatException {
        String text = text("hash");
        try {
            return Integer.parseUnsignedInt(text, 16);
        } catch (NumberFormatException e) {
            throw new HistoryFormatException("'hash' is not hexadecimal: " + text);
        }
    }
}
