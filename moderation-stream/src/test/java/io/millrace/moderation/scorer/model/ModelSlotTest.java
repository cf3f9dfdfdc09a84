package io.millrace.moderation.scorer.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelSlotTest {

    private final ModelSlot slot = new ModelSlot();
    private final FakeModel first = new FakeModel(0.1);
    private final FakeModel second = new FakeModel(0.2);

    @Test
    void emptySlotHasNothingToTake() {
        assertThat(slot.take()).isEmpty();
        assertThat(slot.shown()).isEmpty();
    }

    @Test
    void replacedModelIsClosedAtOnceWhenNobodyUsesIt() {
        slot.put(first.loaded());
        try (var lease = slot.take().orElseThrow()) {
            assertThat(lease.loaded().model()).isSameAs(first);
        }

        slot.put(second.loaded());

        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
    }

    @Test
    void replacedModelIsClosedByTheLastWhoUsesIt() {
        slot.put(first.loaded());
        var one = slot.take().orElseThrow();
        var other = slot.take().orElseThrow();

        slot.put(second.loaded());

        try (var lease = slot.take().orElseThrow()) {
            assertThat(lease.loaded().model()).isSameAs(second);
        }
        one.close();
        assertThat(first.isClosed()).isFalse();
        other.close();
        assertThat(first.isClosed()).isTrue();
    }

    @Test
    void closedSlotIsEmptyAndItsModelClosed() {
        slot.put(first.loaded());

        slot.close();

        assertThat(slot.take()).isEmpty();
        assertThat(first.isClosed()).isTrue();
    }
}
