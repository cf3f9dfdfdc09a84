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

    private final List<Fault> faults;
    private final long seed;
    private final Pace pace;
    private final Consumer<String> log;
    private @Nullable Fault current;

    /// How time passes in a mix.
    ///
    /// @param length after which no further fault begins
    /// @param least time that a fault is held, and that passes between two of them
    /// @param most the most that either may be
    public record Pace(Duration length, Duration least, Duration most) {

        public Pace {
            if (least.compareTo(most) >= 0) {
                throw new IllegalArgumentException("least " + least + " must be below most " + most);
            }
        }

        private int draw(Random random) {
            return random.nextInt(Math.toIntExact(least.toMillis()), Math.toIntExact(most.toMillis()));
        }
    }

    /// @param faults to choose from; those that this machine cannot do are left out
    /// @param log hears what happens, and when
    public RandomMix(List<Fault> faults, long seed, Pace pace, Consumer<String> log) {
        this.faults =
                faults.stream().filter(fault -> fault.unavailable().isEmpty()).toList();
        this.seed = seed;
        this.pace = pace;
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
            while (System.nanoTime() - start < pace.length().toNanos()) {
                Fault fault = faults.get(random.nextInt(faults.size()));
                int hold = pace.draw(random);
                int pause = pace.draw(random);
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
