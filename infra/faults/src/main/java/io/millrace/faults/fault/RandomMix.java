package io.millrace.faults.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Faults one after the other, chosen, held and spaced by chance. The same seed gives the same choices.
public final class RandomMix implements Fault {

    private static final int HOLD_MILLIS = 6_000;
    private static final int PAUSE_MILLIS = 8_000;
    private static final int LEAST_MILLIS = 500;

    private final List<Fault> faults;
    private final long seed;
    private final Duration length;
    private final Consumer<String> log;
    private @Nullable Fault current;

    /// @param faults to choose from; those that this machine cannot do are left out
    /// @param length after which no further fault begins
    /// @param log hears what happens, and when
    public RandomMix(List<Fault> faults, long seed, Duration length, Consumer<String> log) {
        this.faults =
                faults.stream().filter(fault -> fault.unavailable().isEmpty()).toList();
        this.seed = seed;
        this.length = length;
        this.log = log;
    }

    @Override
    public String name() {
        return "random mix, seed " + seed;
    }

    @Override
    public Optional<String> unavailable() {
        return faults.isEmpty() ? Optional.of("no fault of the mix can be done here") : Optional.empty();
    }

    @Override
    public void prepare() {
        faults.forEach(Fault::prepare);
    }

    /// Returns after the last fault has healed.
    @Override
    public void inject() {
        Random random = new Random(seed);
        long start = System.nanoTime();
        try {
            while (System.nanoTime() - start < length.toNanos()) {
                Fault fault = faults.get(random.nextInt(faults.size()));
                int hold = LEAST_MILLIS + random.nextInt(HOLD_MILLIS);
                int pause = LEAST_MILLIS + random.nextInt(PAUSE_MILLIS);
                log.accept(seconds(start) + " s: " + fault.name() + " for " + hold + " ms");
                current = fault;
                fault.inject();
                TimeUnit.MILLISECONDS.sleep(hold);
                heal();
                log.accept(seconds(start) + " s: healed");
                TimeUnit.MILLISECONDS.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException("the mix was interrupted", e);
        }
    }

    @Override
    public void heal() {
        Fault fault = current;
        if (fault != null) {
            current = null;
            fault.heal();
        }
    }

    @Override
    public void release() {
        faults.forEach(Fault::release);
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
