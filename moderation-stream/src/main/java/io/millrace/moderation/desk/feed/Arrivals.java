package io.millrace.moderation.desk.feed;

import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.Sanction;
import java.sql.Connection;
import java.sql.SQLException;

/// Puts records into the tables that may come once more after the desk has decided about them. Called in the
/// transaction of their batch, in the order of their topic.
public interface Arrivals {
    /// Takes an item.
    ///
    /// @param key of its record
    void review(Connection connection, String key, ReviewItem item) throws SQLException;

    /// Takes a sanction.
    void sanction(Connection connection, Sanction sanction) throws SQLException;

    /// Takes a lockdown.
    void lockdown(Connection connection, Lockdown lockdown) throws SQLException;
}
