package io.millrace.moderation.desk.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {

    @ParameterizedTest
    @CsvSource({
        "MODERATOR, READ REVIEW TIMEOUT",
        "LEAD, READ REVIEW TIMEOUT BAN BULK LOCK",
        "ADMIN, READ REVIEW TIMEOUT BAN BULK LOCK POLICY"
    })
    void eachRoleMayDoItsTasksAndNoOthers(Role role, String tasks) {
        assertThat(Arrays.stream(Task.values()).filter(role::may).map(Task::name))
                .containsExactlyInAnyOrder(tasks.split(" "));
    }
}
