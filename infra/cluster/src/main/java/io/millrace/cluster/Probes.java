package io.millrace.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// Questions to a server that answers when it is well.
final class Probes {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Probes() {}

    /// Whether a GET is answered with 200.
    static boolean answersOk(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether a database takes connections.
    static boolean answersSql(String jdbcUrl) {
        long seconds = PATIENCE.toSeconds();
        String url = jdbcUrl + "&loginTimeout=" + seconds + "&socketTimeout=" + seconds;
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid((int) PATIENCE.toSeconds());
        } catch (SQLException e) {
            return false;
        }
    }
}
