package io.millrace.moderation.scorer.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The model in use. It can be replaced at any time: whoever has taken it uses it to the end, and the last
/// one closes it. Thread-safe.
public final class ModelSlot implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModelSlot.class);

    private @Nullable Use current;

    /// The model, until the lease is closed; nothing when there is none.
    public synchronized Optional<Lease> take() {
        Use use = current;
        if (use == null) {
            return Optional.empty();
        }
        use.leases++;
        return Optional.of(new Lease(use));
    }

    /// The model in use, to tell about it; it may be closed at any time.
    public synchronized Optional<LoadedModel> shown() {
        return Optional.ofNullable(current).map(use -> use.loaded);
    }

    /// Puts another model in the place of the one that is there.
    public void put(LoadedModel next) {
        retire(exchange(new Use(next)));
    }

    /// Takes the model out.
    @Override
    public void close() {
        retire(exchange(null));
    }

    private synchronized @Nullable Use exchange(@Nullable Use next) {
        Use before = current;
        current = next;
        return before;
    }

    private void retire(@Nullable Use before) {
        if (before != null && unused(before)) {
            close(before);
        }
    }

    private synchronized boolean unused(Use use) {
        use.retired = true;
        return use.leases == 0;
    }

    private synchronized boolean released(Use use) {
        use.leases--;
        return use.retired && use.leases == 0;
    }

    private static void close(Use use) {
        use.loaded.model().close();
        LOGGER.atInfo().addKeyValue("model", use.loaded.version()).log("model closed");
    }

    /// A model with its users; guarded by the slot.
    private static final class Use {

        private final LoadedModel loaded;
        private int leases;
        private boolean retired;

        private Use(LoadedModel loaded) {
            this.loaded = loaded;
        }
    }

    /// The right to use a model. Closed once, by whoever took it.
    public final class Lease implements AutoCloseable {

        private final Use use;

        private Lease(Use use) {
            this.use = use;
        }

        /// What may be used.
        public LoadedModel loaded() {
            return use.loaded;
        }

        @Override
        public void close() {
            if (released(use)) {
                ModelSlot.close(use);
            }
        }
    }
}
