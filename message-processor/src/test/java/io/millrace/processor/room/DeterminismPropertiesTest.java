package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Rule 1 of the architecture: the same commands give the same bytes, whoever executes them and how often.
class DeterminismPropertiesTest {

    /// Nothing is kept decoded but the last room: every command meets rooms restored from the store.
    private static final RoomSettings FORGETFUL =
            new RoomSettings(Partition.SETTINGS.dedupWindow(), Partition.SETTINGS.idleLimit(), 1);

    @Property(tries = 300)
    void twoRunsGiveTheSameBytes(@ForAll("sequences") List<Step> steps) {
        Run first = Run.of(steps, Partition.SETTINGS);
        Run second = Run.of(steps, Partition.SETTINGS);

        assertThat(second.outputs).isEqualTo(first.outputs);
        assertThat(second.storeContent()).isEqualTo(first.storeContent());
    }

    @Property(tries = 300)
    void restoringRoomsAllTheTimeGivesTheSameBytes(@ForAll("sequences") List<Step> steps) {
        Run first = Run.of(steps, Partition.SETTINGS);
        Run second = Run.of(steps, FORGETFUL);

        assertThat(second.outputs).isEqualTo(first.outputs);
        assertThat(second.storeContent()).isEqualTo(first.storeContent());
    }

    @Property(tries = 100)
    void aSuccessorAtAnyPointRepeatsTheSameBytes(@ForAll("sequences") List<Step> steps) {
        Run whole = Run.of(steps, Partition.SETTINGS);

        for (int split = 0; split < steps.size(); split++) {
            Run successor = whole.resumedAt(split, Partition.SETTINGS);

            assertThat(successor.outputs)
                    .as("from step %d", split)
                    .isEqualTo(whole.outputs.subList(split, steps.size()));
            assertThat(successor.storeContent()).isEqualTo(whole.storeContent());
        }
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return Step.sequences();
    }
}
