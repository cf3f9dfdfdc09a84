package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CloserTest {

    private final Closer closer = new Closer();
    private final List<String> closed = new ArrayList<>();

    @Test
    void newestIsClosedFirst() {
        closer.add(() -> closed.add("first"));
        closer.add(() -> closed.add("second"));
        closer.add(() -> closed.add("third"));

        closer.close();

        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    void resourceIsHandedBack() {
        AutoCloseable resource = () -> {};

        assertThat(closer.add(resource)).isSameAs(resource);
    }

    @Test
    void failureToCloseDoesNotKeepTheRestOpen() {
        closer.add(() -> closed.add("first"));
        closer.add(() -> {
            throw new IOException("stuck");
        });
        closer.add(() -> {
            throw new IllegalStateException("stuck too");
        });

        closer.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void closingTwiceDoesNothing() {
        closer.add(() -> closed.add("once"));

        closer.close();
        closer.close();

        assertThat(closed).containsExactly("once");
    }

    @Test
    void failuresToCloseJoinTheFailureThatCausedThem() {
        IOException stuck = new IOException("stuck");
        closer.add(() -> closed.add("first"));
        closer.add(() -> {
            throw stuck;
        });
        RuntimeException cause = new IllegalStateException("launch failed");

        closer.closeBecauseOf(cause);

        assertThat(closed).containsExactly("first");
        assertThat(cause.getSuppressed()).containsExactly(stuck);
    }

    @Test
    void errorDoesNotKeepTheRestOpenEither() {
        NoClassDefFoundError gone = new NoClassDefFoundError("of a jar that was replaced");
        closer.add(() -> closed.add("first"));
        closer.add(() -> {
            throw gone;
        });

        closer.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void errorJoinsTheFailureOfALaunch() {
        IllegalStateException failure = new IllegalStateException("no third");
        NoClassDefFoundError gone = new NoClassDefFoundError("of a jar that was replaced");

        assertThatThrownBy(() -> Closer.opening(resources -> {
                    resources.add(() -> closed.add("first"));
                    resources.add(() -> {
                        throw gone;
                    });
                    throw failure;
                }))
                .isSameAs(failure)
                .hasSuppressedException(gone);

        assertThat(closed).containsExactly("first");
    }

    @Test
    void whatIsOpenIsClosedWhenTheRestCannotBeOpened() {
        IllegalStateException failure = new IllegalStateException("no third");

        assertThatThrownBy(() -> Closer.opening(resources -> {
                    resources.add(() -> closed.add("first"));
                    resources.add(() -> closed.add("second"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void whatCouldBeOpenedStaysOpen() {
        String opened = Closer.opening(resources -> {
            resources.add(() -> closed.add("first"));
            return "opened";
        });

        assertThat(opened).isEqualTo("opened");
        assertThat(closed).isEmpty();
    }

    @Test
    void resourceThatComesTooLateIsClosedAtOnce() {
        closer.close();

        assertThatThrownBy(() -> closer.add(() -> closed.add("late"))).isInstanceOf(CancellationException.class);

        assertThat(closed).containsExactly("late");
    }

    @Test
    void interruptIsRestored() {
        closer.add(() -> {
            throw new InterruptedException();
        });

        closer.close();

        assertThat(Thread.interrupted()).isTrue();
    }
}
