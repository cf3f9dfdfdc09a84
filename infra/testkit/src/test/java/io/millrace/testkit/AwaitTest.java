package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void conditionIsAskedUntilItHolds() {
        Await.until(() -> asked.incrementAndGet() == 3, Await.DEADLINE, "three questions");

        assertThat(asked).hasValue(3);
    }

    @Test
    void conditionIsAskedOnceEvenWithoutTime() {
        Await.until(() -> true, Duration.ZERO, "nothing");
    }

    @Test
    void valueThatNeverComesFailsWithDescriptionAndLastState() {
        assertThatThrownBy(() -> Await.value(() -> "draining", "closed"::equals, SHORT, "session to close"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Awaited within PT0.03S: session to close; last seen: draining");
    }

    @Test
    void assertionsAreRepeatedUntilTheyPass() {
        Await.asserted(() -> assertThat(asked.incrementAndGet()).isEqualTo(4), Await.DEADLINE, "four questions");

        assertThat(asked).hasValue(4);
    }

    @Test
    void assertionsThatNeverPassFailWithTheLastOne() {
        assertThatThrownBy(() -> Await.asserted(() -> assertThat("cat").isEqualTo("dog"), SHORT, "a dog"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a dog")
                .hasMessageContaining("cat");
    }

    @Test
    void exceptionOfTheConditionEndsTheWait() {
        assertThatThrownBy(() -> Await.until(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        Await.DEADLINE,
                        "anything"))
                .hasMessage("broken");
    }
}
