package io.millrace.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresDatabaseIT {

    @Test
    void databasesAreEmptyAndApart() throws Exception {
        try (PostgresDatabase first = PostgresDatabase.create();
                PostgresDatabase second = PostgresDatabase.create()) {
            execute(first, "create table mine ()");
            execute(second, "create table mine ()");

            assertThat(first.jdbcUrl()).isNotEqualTo(second.jdbcUrl());
            try (Connection pooled = first.dataSource().getConnection()) {
                assertThat(pooled.getCatalog()).isEqualTo(first.name());
            }
        }
    }

    @Test
    void closedDatabaseIsGoneEvenWhileSomebodyIsConnected() throws Exception {
        PostgresDatabase database = PostgresDatabase.create();
        try (Connection connection = database.connect()) {
            database.close();

            assertThat(connection.isValid(5)).isFalse();
        }
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    }

    private static void execute(PostgresDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
