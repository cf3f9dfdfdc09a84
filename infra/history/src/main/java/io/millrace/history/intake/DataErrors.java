package io.millrace.history.intake;

import java.sql.SQLException;

/// Tells errors of the values from those of the database.
final class DataErrors {

    private DataErrors() {}

    /// Whether the same row would be refused for ever: SQLSTATE class 22 (data exception) or 23 (integrity).
    static boolean isOne(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
