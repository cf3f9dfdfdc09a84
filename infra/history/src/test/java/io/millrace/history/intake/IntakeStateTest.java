package io.millrace.history.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.health.Health;
import org.junit.jupiter.api.Test;

class IntakeStateTest {

    private final IntakeState state = new IntakeState(100);

    @Test
    void intakeIsDownUntilAStepHasWorked() {
        assertThat(state.health()).isEqualTo(Health.down("starting"));

        state.works(7);

        assertThat(state.health()).isEqualTo(Health.up("7 records behind"));
        assertThat(state.lag()).isEqualTo(7);
    }

    @Test
    void failureIsToldUntilAStepWorksAgain() {
        state.works(0);

        state.failed("connection refused");
        assertThat(state.health()).isEqualTo(Health.down("connection refused"));

        state.works(0);
        assertThat(state.health().up()).isTrue();
    }

    @Test
    void intakeThatIsTooFarBehindIsNotReady() {
        state.works(100);
        assertThat(state.health().up()).isTrue();

        state.works(101);

        assertThat(state.health()).isEqualTo(Health.down("101 records behind, limit 100"));
    }
}
