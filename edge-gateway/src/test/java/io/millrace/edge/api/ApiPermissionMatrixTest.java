package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which scope of an API key allows which method. Each cell of the table is a test; a method or a scope without
/// a place in it fails.
class ApiPermissionMatrixTest {

    private static final String TABLE = """
            method              | PUBLISH | CONNECTIONS | READ | ERASE | INSPECT
            publish             | yes     | no          | no   | no    | no
            broadcast           | yes     | no          | no   | no    | no
            subscribe           | no      | yes         | no   | no    | no
            unsubscribe         | no      | yes         | no   | no    | no
            disconnect          | no      | yes         | no   | no    | no
            refresh             | no      | yes         | no   | no    | no
            presence            | no      | no          | yes  | no    | no
            presence_stats      | no      | no          | yes  | no    | no
            history             | no      | no          | yes  | no    | no
            history_remove      | no      | no          | no   | yes   | no
            retract             | no      | no          | no   | yes   | no
            channels            | no      | no          | no   | no    | yes
            info                | no      | no          | no   | no    | yes
            batch               | yes     | yes         | yes  | yes   | yes
            rpc                 | yes     | yes         | yes  | yes   | yes
            map_publish         | yes     | yes         | yes  | yes   | yes
            map_remove          | yes     | yes         | yes  | yes   | yes
            map_read_state      | yes     | yes         | yes  | yes   | yes
            map_read_stream     | yes     | yes         | yes  | yes   | yes
            map_stats           | yes     | yes         | yes  | yes   | yes
            map_clear           | yes     | yes         | yes  | yes   | yes
            shared_poll_publish | yes     | yes         | yes  | yes   | yes
            """;

    private static String[] cellsOf(String line) {
        return line.strip().split("\\s*\\|\\s*", -1);
    }

    private static String[] header() {
        return cellsOf(TABLE.lines().findFirst().orElseThrow());
    }

    private static Map<String, String[]> rows() {
        return TABLE.lines()
                .skip(1)
                .map(ApiPermissionMatrixTest::cellsOf)
                .collect(Collectors.toMap(cells -> cells[0], Function.identity()));
    }

    static Stream<Arguments> cells() {
        String[] header = header();
        return rows().values().stream()
                .flatMap(row -> Stream.iterate(1, column -> column < header.length, column -> column + 1)
                        .map(column -> Arguments.of(row[0], ApiScope.valueOf(header[column]), row[column])));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cellHolds(String method, ApiScope scope, String allowed) {
        Caller caller = new Caller("api:matrix", Set.of(scope), "");

        assertThat(caller.may(ApiMethod.of(method).orElseThrow())).isEqualTo(allowed.equals("yes"));
    }

    @Test
    void everyMethodAndEveryScopeIsInTheTable() {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ApiMethod.values())
                        .map(ApiMethod::wireName)
                        .toList());
        assertThat(Arrays.stream(header()).skip(1))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ApiScope.values()).map(Enum::name).toList());
    }
}
